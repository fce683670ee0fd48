// SPDX-License-Identifier: Apache-2.0
#include "strategy/selection/choose.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/clock.h"
#include "base/words.h"

namespace hanse::strategy {
namespace {

constexpr std::array<std::string_view, 4> kVerdicts = {"choose", "noneFits", "doesNotMatter",
                                                       "cannotSay"};

std::string text_of(const Json& value) {
  if (value.is_string()) return std::string(value.as_string());
  if (!value.is_array()) return value.dump();
  std::vector<std::string> texts;
  for (const Json& item : value.items()) texts.push_back(text_of(item));
  return joined(texts);
}

bool has_item(const Json& value, std::string_view wanted) {
  if (!value.is_array()) return text_of(value) == wanted;
  for (const Json& item : value.items())
    if (text_of(item) == wanted) return true;
  return false;
}

// The first and the last day that a fact may mean: `2026-05-12`, or any of `2026-05`.
struct FactDays {
  std::string first, last;
};
std::optional<FactDays> days_of(const Json& value) {
  const std::string text = text_of(value);
  constexpr size_t kMonthBytes = 7, kDayBytes = 10;
  if (text.size() == kMonthBytes && parse_time(text + "-01"))
    return FactDays{text + "-01", text + "-31"};
  if (!parse_time(text)) return std::nullopt;
  return FactDays{text.substr(0, kDayBytes), text.substr(0, kDayBytes)};
}

// What the fact would have to be to be held against the condition; empty when it can be.
std::string untold(const SelectionMustHave& must, const SelectionFact& fact) {
  if ((must.at_least || must.at_most) && !fact.value.is_number()) return "a number";
  if (must.since.empty()) return {};
  const auto days = days_of(fact.value);
  if (!days) return "a date";
  return days->first < must.since && must.since <= days->last ? "the day" : std::string();
}

// What is missing of the condition, empty when it holds. The fact is not `untold`.
std::string unmet(const SelectionMustHave& must, const SelectionFact& fact) {
  const auto says = [&](const std::string& expected) {
    return fmt::format("{}: `{}` is {}, expected {} ({})", must.name, must.fact,
                       text_of(fact.value), expected, fact.source);
  };
  const Json& value = fact.value;
  if (must.is && !(text_of(value) == text_of(*must.is))) return says(text_of(*must.is));
  if (!must.among.empty() &&
      std::none_of(must.among.begin(), must.among.end(),
                   [&](const std::string& one) { return has_item(value, one); }))
    return says("one of " + joined(must.among));
  if (must.contains && !has_item(value, *must.contains)) return says("with " + *must.contains);
  if (must.at_least && !(value.as_double() >= *must.at_least))
    return says(fmt::format("at least {}", *must.at_least));
  if (must.at_most && !(value.as_double() <= *must.at_most))
    return says(fmt::format("at most {}", *must.at_most));
  if (!must.since.empty() && days_of(value)->last < must.since)
    return says("not before " + must.since);
  return {};
}

std::string how_to_give(const std::string& option, const std::string& fact) {
  return fmt::format("`{}`: give it under `measurements`, option `{}`", fact, option);
}

std::string not_told(const std::string& option, const SelectionFact& fact,
                     const std::string& expected) {
  return fmt::format("`{}` of `{}` is `{}`, expected {}", fact.fact, option, fact.value.dump(),
                     expected);
}

std::string expected_by(const SelectionCriterion& criterion) {
  if (criterion.scores.empty()) return "a number";
  std::vector<std::string> texts;
  for (const auto& [text, score] : criterion.scores) texts.push_back(text);
  return "one of " + joined(texts);
}

// From 0 to 1; nothing when the fact does not tell.
std::optional<double> value_of(const SelectionCriterion& criterion, const SelectionFact& fact) {
  if (!criterion.scores.empty()) {
    std::optional<double> best;
    for (const auto& [text, score] : criterion.scores)
      if (has_item(fact.value, text)) best = std::max(best.value_or(0), score / 100);
    return best;
  }
  if (!fact.value.is_number()) return std::nullopt;
  const double share =
      (fact.value.as_double() - *criterion.worst) / (*criterion.best - *criterion.worst);
  return std::clamp(share, 0.0, 1.0);
}

std::vector<SelectionRow> candidates(const Selection& selection) {
  std::vector<SelectionRow> rows;
  const auto is_wanted = [&](const SelectionOption& option) {
    return option.purpose == selection.purpose &&
           (selection.options.empty() ||
            std::find(selection.options.begin(), selection.options.end(), option.id) !=
                selection.options.end());
  };
  for (const SelectionOption& option : selection_catalogue())
    if (is_wanted(option)) rows.emplace_back().option = option;
  for (const SelectionOption& option : selection.own) rows.emplace_back().option = option;
  for (SelectionRow& row : rows)
    for (const SelectionMeasurement& one : selection.measurements) {
      if (one.option != row.option.id) continue;
      std::erase_if(row.option.facts,
                    [&](const SelectionFact& fact) { return fact.fact == one.fact.fact; });
      row.option.facts.push_back(one.fact);
    }
  return rows;
}

void judge(const Selection& selection, const std::vector<double>& weights, SelectionRow& row) {
  for (const SelectionMustHave& must : selection.must_haves) {
    const SelectionFact* fact = row.option.fact(must.fact);
    if (fact == nullptr) {
      row.unknown.push_back(how_to_give(row.option.id, must.fact));
      continue;
    }
    if (const std::string expected = untold(must, *fact); !expected.empty())
      row.unknown.push_back(not_told(row.option.id, *fact, expected));
    else if (std::string problem = unmet(must, *fact); !problem.empty())
      row.out.push_back(std::move(problem));
  }
  std::vector<double> values;
  for (const SelectionCriterion& criterion : selection.criteria) {
    const SelectionFact* fact = row.option.fact(criterion.fact);
    const auto value = fact == nullptr ? std::nullopt : value_of(criterion, *fact);
    if (value)
      values.push_back(*value);
    else
      row.unknown.push_back(fact == nullptr
                                ? how_to_give(row.option.id, criterion.fact)
                                : not_told(row.option.id, *fact, expected_by(criterion)));
  }
  if (!row.out.empty() || !row.unknown.empty()) return;
  row.score = weighted_score(values, weights);
  row.values = std::move(values);
}

void weigh(const Selection& selection, SelectionAnswer& answer) {
  OptionValues values;
  for (size_t i = 0; i < answer.ranked; ++i) values.push_back(answer.rows[i].values);
  for (size_t i = 0; i < answer.ranked; ++i)
    for (size_t k = 0; k < answer.ranked; ++k)
      if (dominates(values[k], values[i]))
        answer.rows[i].dominated_by.push_back(answer.rows[k].option.id);
  answer.acceptability =
      rank_acceptability(values, static_cast<uint64_t>(selection.seed), kSelectionDraws);
  for (size_t i = 0; i < answer.weights.size(); ++i)
    answer.by_criterion.push_back(flip_by_one(values, answer.weights, 0, i));
  answer.by_sum = flip_by_sum(values, answer.weights, 0);
  answer.by_largest = flip_by_largest(values, answer.weights, 0);
}

std::string in_code(const std::vector<std::string>& ids) {
  std::vector<std::string> out;
  for (const std::string& id : ids) out.push_back("`" + id + "`");
  return joined(out);
}

// One that equals the first in every criterion, besides it.
const SelectionRow* twin(const SelectionAnswer& answer) {
  for (size_t i = 1; i < answer.ranked; ++i)
    if (answer.rows[i].values == answer.rows[0].values) return &answer.rows[i];
  return nullptr;
}

struct Decision {
  SelectionVerdict verdict = SelectionVerdict::kCannotSay;
  std::string reason;
};

// When too few facts are known to compare two.
Decision without_rivals(const SelectionAnswer& answer) {
  const bool all_known = answer.not_compared.empty();
  if (answer.ranked == 0 && all_known)
    return {SelectionVerdict::kNoneFits, "no option meets every must-have"};
  if (answer.ranked == 0)
    return {SelectionVerdict::kCannotSay, "of no option that may fit every fact is known"};
  const std::string& first = answer.rows[0].option.id;
  if (all_known)
    return {SelectionVerdict::kChoose,
            fmt::format("`{}` is the only option that meets every must-have", first)};
  return {SelectionVerdict::kCannotSay,
          fmt::format("every fact is known of `{}` alone, so that nothing is compared, and {} may "
                      "fit too",
                      first, in_code(answer.not_compared))};
}

Decision among_rivals(const Selection& selection, const SelectionAnswer& answer) {
  const SelectionRow& first = answer.rows[0];
  constexpr std::string_view kThen = "take what is there already, or what people know";
  if (const SelectionRow* same = twin(answer))
    return {SelectionVerdict::kDoesNotMatter,
            fmt::format("`{}` and `{}` are equal in every criterion; {}", first.option.id,
                        same->option.id, kThen)};
  const auto& flip = answer.by_largest;
  if (flip && flip->change <= selection.tie_within)
    return {SelectionVerdict::kDoesNotMatter,
            fmt::format("`{}` and `{}` change places when no weight moves by more than {:.3f}, and "
                        "weights are known to {}; {}",
                        first.option.id, answer.rows[flip->to].option.id, flip->change,
                        selection.tie_within, kThen)};
  const std::string stable =
      flip ? fmt::format("`{}` takes over only when some weight moves by {:.2f} or more",
                         answer.rows[flip->to].option.id, flip->change)
           : "no weights let another option take over";
  return {SelectionVerdict::kChoose,
          fmt::format("`{}` scores {:.1f} of 100, and {}; over all weights it is first in {:.0f} %",
                      first.option.id, first.score * 100, stable,
                      answer.acceptability.ranks[0][0] * 100)};
}

Decision decide(const Selection& selection, const SelectionAnswer& answer) {
  if (answer.ranked < 2) return without_rivals(answer);
  Decision out = among_rivals(selection, answer);
  if (!answer.not_compared.empty())
    out.reason += fmt::format("; not compared, as facts are missing: {}, which may fit too",
                              in_code(answer.not_compared));
  return out;
}

// Of those that score the same, one that another dominates does not stand first.
void put_dominating_first(SelectionAnswer& answer) {
  for (size_t i = 1; i < answer.ranked && answer.rows[i].score >= answer.rows[0].score; ++i)
    if (dominates(answer.rows[i].values, answer.rows[0].values))
      std::swap(answer.rows[i], answer.rows[0]);
}

}  // namespace

std::string_view verdict_name(SelectionVerdict verdict) {
  return kVerdicts[static_cast<size_t>(verdict)];
}

const SelectionOption* SelectionAnswer::winner() const {
  const bool is_decided =
      verdict == SelectionVerdict::kChoose || verdict == SelectionVerdict::kDoesNotMatter;
  return is_decided ? &rows[0].option : nullptr;
}

SelectionAnswer answer_selection(const Selection& selection) {
  SelectionAnswer answer;
  for (const SelectionCriterion& one : selection.criteria) answer.weights.push_back(one.swing);
  answer.weights = normalised(std::move(answer.weights));
  answer.rows = candidates(selection);
  for (SelectionRow& row : answer.rows) judge(selection, answer.weights, row);
  std::stable_sort(answer.rows.begin(), answer.rows.end(),
                   [](const SelectionRow& a, const SelectionRow& b) {
                     if (a.is_ranked() != b.is_ranked()) return a.is_ranked();
                     return a.is_ranked() && a.score > b.score;
                   });
  for (const SelectionRow& row : answer.rows) {
    answer.ranked += row.is_ranked() ? 1 : 0;
    if (!row.is_ranked() && row.out.empty()) answer.not_compared.push_back(row.option.id);
  }
  put_dominating_first(answer);
  if (answer.ranked > 1) weigh(selection, answer);
  const Decision decision = decide(selection, answer);
  answer.verdict = decision.verdict;
  answer.reason = decision.reason;
  return answer;
}

}  // namespace hanse::strategy
