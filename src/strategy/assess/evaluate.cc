// SPDX-License-Identifier: Apache-2.0
#include "strategy/assess/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/clock.h"
#include "strategy/assess/rater_agreement.h"

namespace hanse::strategy {
namespace {

constexpr int kOptions = kAssessLevelMax + 1;
constexpr std::string_view kNeed = "alignment.need";
constexpr double kNeedMin = 1;  // up to this level the central team is no bottleneck
constexpr double kWidenFrom = 2, kScaleFrom = 3;

std::vector<double> levels_of(const std::vector<AssessAnswer>& answers) {
  std::vector<double> levels;
  for (const AssessAnswer& answer : answers) levels.push_back(answer.level);
  return levels;
}

AssessedQuestion assess(const AssessQuestion& question, std::vector<AssessAnswer> answers,
                        const std::map<std::string, AssessMeasured>& measures) {
  AssessedQuestion out;
  out.question = &question;
  out.answers = std::move(answers);
  if (const auto levels = levels_of(out.answers); !levels.empty()) {
    out.median = rating_median(levels);
    out.iqr = rating_iqr(levels);
    out.agreement = rwg(levels, kOptions);
    out.level = out.median;
  }
  if (question.measure.id.empty()) return out;
  const auto found = measures.find(question.measure.id);
  if (found == measures.end()) return out;
  out.measured = found->second;
  if (!out.measured->value) return out;
  out.level = question.measure.level_of(*out.measured->value);
  out.basis = Basis::kMeasured;
  return out;
}

void sum_up(AssessedDimension& dimension) {
  std::vector<double> levels;
  std::vector<std::vector<double>> items;
  for (const AssessedQuestion& question : dimension.questions) {
    items.push_back(levels_of(question.answers));
    if (question.level) levels.push_back(*question.level);
  }
  dimension.known = levels.size();
  dimension.agreement = rwg_of_items(items, kOptions);
  if (levels.empty() || levels.size() * 2 < dimension.questions.size()) return;
  dimension.level = rating_median(levels);
  dimension.gap = std::max(0.0, kAssessTarget - *dimension.level);
  dimension.leverage =
      dimension.gap * (1 + static_cast<double>(dimension.dimension->carries.size()));
}

std::optional<double> level_of(const AssessResult& result, std::string_view question) {
  for (const AssessedDimension& dimension : result.dimensions)
    for (const AssessedQuestion& each : dimension.questions)
      if (each.question->id == question) return each.level;
  return std::nullopt;
}

// What forbids a start, then what is not known, then how far the weakest dimension carries.
void decide(AssessResult& result) {
  if (const auto need = level_of(result, kNeed); need && *need <= kNeedMin) {
    result.verdict = AssessVerdict::kStayCentral;
    result.reasons.push_back(fmt::format(
        "the central team is no bottleneck ({} is at {}): a better central team costs less", kNeed,
        number_text(*need)));
    return;
  }
  for (const AssessedDimension& dimension : result.dimensions)
    if (dimension.level && *dimension.level < dimension.dimension->start) {
      result.verdict = AssessVerdict::kDoNotStart;
      result.reasons.push_back(fmt::format("{} is at {}, a start needs {}",
                                           dimension.dimension->name, number_text(*dimension.level),
                                           number_text(dimension.dimension->start)));
    }
  if (result.verdict == AssessVerdict::kDoNotStart) return;
  for (const AssessedDimension& dimension : result.dimensions)
    if (!dimension.level)
      result.reasons.push_back(
          fmt::format("of {} {} of {} questions have an answer or a "
                      "measurement, half of them are needed",
                      dimension.dimension->name, dimension.known, dimension.questions.size()));
  if (!result.reasons.empty() || !result.readiness) return;
  result.verdict = *result.readiness >= kScaleFrom   ? AssessVerdict::kScale
                   : *result.readiness >= kWidenFrom ? AssessVerdict::kWiden
                                                     : AssessVerdict::kPilot;
  std::string names;
  for (const AssessedDimension& dimension : result.dimensions)
    if (dimension.level == result.readiness)
      names += (names.empty() ? "" : ", ") + dimension.dimension->name;
  result.reasons.push_back(
      fmt::format("the weakest dimension caps: {} at {}", names, number_text(*result.readiness)));
}

}  // namespace

bool AssessedQuestion::is_disputed() const {
  return answers.size() > 1 && (*iqr >= kDisagreeIqr || *agreement < kRwgAgreed);
}

std::string_view assess_verdict_name(AssessVerdict verdict) {
  switch (verdict) {
    case AssessVerdict::kUnknown:
      return "not known yet";
    case AssessVerdict::kStayCentral:
      return "stay central";
    case AssessVerdict::kDoNotStart:
      return "do not start";
    case AssessVerdict::kPilot:
      return "start with one pilot domain";
    case AssessVerdict::kWiden:
      return "pilot, then widen";
    case AssessVerdict::kScale:
      return "scale";
  }
  return {};
}

AssessResult evaluate_assessment(const AssessQuestionnaire& questionnaire) {
  AssessResult result;
  result.mesh = questionnaire.mesh;
  result.now_us = questionnaire.now_us;
  result.kept = questionnaire.kept;
  const std::string now = format_time(result.now_us);
  std::erase_if(result.kept, [&](const KeptAssessment& kept) { return kept.date > now; });
  std::ranges::sort(result.kept, {}, &KeptAssessment::date);
  auto answers = newest_answers(questionnaire.sheets, questionnaire.now_us);
  result.later = later_answers(questionnaire.sheets, questionnaire.now_us);
  std::set<std::string> people;
  for (const auto& [question, all] : answers)
    for (const AssessAnswer& answer : all) people.insert(answer.who);
  result.people = people.size();
  for (const AssessDimension& dimension : assess_dimensions()) {
    AssessedDimension& assessed = result.dimensions.emplace_back();
    assessed.dimension = &dimension;
    for (const AssessQuestion& question : dimension.questions)
      assessed.questions.push_back(
          assess(question, std::move(answers[question.id]), questionnaire.measures));
    sum_up(assessed);
    if (!assessed.level) continue;
    if (!result.readiness || *assessed.level < *result.readiness) {
      result.readiness = assessed.level;
      result.weakest.clear();
    }
    if (*assessed.level == *result.readiness) result.weakest.push_back(dimension.id);
  }
  decide(result);
  return result;
}

std::vector<const AssessedDimension*> gaps_of(const AssessResult& result) {
  std::vector<const AssessedDimension*> gaps;
  for (const AssessedDimension& dimension : result.dimensions)
    if (dimension.level && dimension.gap > 0) gaps.push_back(&dimension);
  std::ranges::stable_sort(gaps, std::greater(),
                           [](const AssessedDimension* each) { return each->leverage; });
  return gaps;
}

KeptAssessment to_keep(const AssessResult& result) {
  KeptAssessment kept;
  kept.date = format_time(result.now_us).substr(0, 10);
  kept.verdict = assess_verdict_name(result.verdict);
  for (const AssessedDimension& dimension : result.dimensions) {
    if (!dimension.level) continue;
    const auto measured = std::ranges::count_if(dimension.questions, [](const auto& question) {
      return question.level && question.basis == Basis::kMeasured;
    });
    const bool mostly = static_cast<size_t>(measured) * 2 > dimension.known;
    kept.dimensions.push_back({dimension.dimension->id,
                               std::string(basis_name(mostly ? Basis::kMeasured : Basis::kStated)),
                               *dimension.level,
                               {}});
  }
  return kept;
}

}  // namespace hanse::strategy
