// SPDX-License-Identifier: Apache-2.0
#include "strategy/selection/decision.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "base/json_text.h"
#include "base/words.h"
#include "spec/edit_yaml.h"

namespace hanse::strategy {
namespace {

// Code of a sentence that Hanse wrote, or of a text that somebody gave.
enum class Code { kKept, kEscaped };
// One line, in which nothing is read as Markdown.
std::string plain(std::string_view text, Code code = Code::kEscaped) {
  constexpr std::string_view kAnywhere = "\\*[]<", kFirst = "#>";
  std::string out;
  for (const char c : text) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (out.empty() && (is_control || c == ' ')) continue;
    if (kAnywhere.contains(c) || (out.empty() && kFirst.contains(c)) ||
        (c == '`' && code == Code::kEscaped))
      out += '\\';
    out += is_control ? ' ' : c;
  }
  return out;
}
std::string plain(const std::vector<std::string>& sentences) {
  return plain(joined(sentences, "; "), Code::kKept);
}

std::string bullets(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += "* " + item + "\n";
  return out.empty() ? "None.\n" : out;
}

std::string row_text(const SelectionRow& row) {
  const std::string name = plain(row.option.name);
  if (row.is_ranked())
    return fmt::format("**{}**: {:.1f} of 100{}", name, row.score * 100,
                       row.dominated_by.empty()
                           ? ""
                           : ", dominated by " + plain(joined(row.dominated_by), Code::kKept));
  if (!row.out.empty()) return fmt::format("**{}**: out. {}", name, plain(row.out));
  return fmt::format("**{}**: not ranked, facts are missing: {}", name, plain(row.unknown));
}

std::string flip_text(const Selection& selection, const SelectionAnswer& answer) {
  if (answer.ranked < 2) return "Nothing is compared: no weights decide.\n";
  std::vector<std::string> items;
  for (size_t k = 0; k < answer.by_criterion.size(); ++k)
    if (const auto& flip = answer.by_criterion[k])
      items.push_back(fmt::format("{}: at a weight of {:.2f} instead of {:.2f}, {} takes over",
                                  plain(selection.criteria[k].name), flip->weights[k],
                                  answer.weights[k], plain(answer.rows[flip->to].option.name)));
  if (answer.by_largest)
    items.push_back(fmt::format("any weights: {} takes over when some weight moves by {:.3f}",
                                plain(answer.rows[answer.by_largest->to].option.name),
                                answer.by_largest->change));
  return items.empty() ? "No weights do.\n" : bullets(items);
}

const SelectionOption* in_catalogue(const std::string& purpose, const std::string& id) {
  for (const SelectionOption& option : selection_catalogue())
    if (option.purpose == purpose && option.id == id) return &option;
  return nullptr;
}

std::string facts_text(const SelectionOption& option) {
  std::vector<std::string> items;
  for (const SelectionFact& fact : option.facts) {
    const std::string value = fact.value.is_string()  ? std::string(fact.value.as_string())
                              : fact.value.is_array() ? joined(text_list(fact.value))
                                                      : fact.value.dump();
    items.push_back(fmt::format("{}: {} ({}: {}{})", plain(fact.fact), plain(value), fact.basis,
                                plain(fact.source),
                                fact.read.empty() ? "" : ", read " + plain(fact.read)));
  }
  return bullets(items);
}

}  // namespace

std::string decision_path(const Selection& selection) {
  return fmt::format("strategy/decisions/{}.md", selection.id);
}

bool is_same_record(std::string_view kept, std::string_view made, std::string_view date) {
  if (kept.size() != made.size()) return false;
  std::string dated(kept);
  for (size_t at = made.find(date); at != std::string_view::npos; at = made.find(date, at + 1))
    if (parse_time(kept.substr(at, date.size()))) dated.replace(at, date.size(), date);
  return dated == made;
}

std::string decision_record(const Selection& selection, const SelectionAnswer& answer,
                            const std::string& date) {
  const SelectionOption* winner = answer.winner();
  std::vector<std::string> options, must_haves, criteria;
  for (const SelectionRow& row : answer.rows) options.push_back(row_text(row));
  for (const SelectionMustHave& must : selection.must_haves) must_haves.push_back(plain(must.name));
  for (size_t k = 0; k < selection.criteria.size(); ++k)
    criteria.push_back(fmt::format("{}: weight {:.2f} (swing {})",
                                   plain(selection.criteria[k].name), answer.weights[k],
                                   selection.criteria[k].swing));
  std::string out = fmt::format(
      "# {}\n\n* status: {}\n* date: {}\n* review by: {}\n* made by `hanse select {}` from {}\n\n"
      "## Context\n\nA technology for `{}` is needed. Weights: {}.\n\nMust-haves:\n\n{}\n"
      "Criteria:\n\n{}\n## Options\n\n{}\n",
      plain(selection.name), winner == nullptr ? "open" : "accepted", date, selection.review_by,
      selection.id, selection.path, selection.purpose, plain(selection.weights_by),
      bullets(must_haves), bullets(criteria), bullets(options));
  out += fmt::format("## Decision\n\n{}: {}.\n\n",
                     winner == nullptr ? "None" : plain(winner->name),
                     plain(answer.reason, Code::kKept));
  out += "## What would change it\n\n" + flip_text(selection, answer) + "\n";
  if (winner != nullptr)
    out += fmt::format(
        "## Consequences\n\n`{}` stands in `technologies` of mesh.yaml with the ring `adopt`: "
        "policies and `hanse doctor` hold teams to it. It is looked at again by {}.\n\nWhat is "
        "known of it:\n\n{}",
        plain(winner->id), selection.review_by, facts_text(*winner));
  return out;
}

Result<std::string> with_technology(const std::string& path, const std::string& register_text,
                                    const spec::Mesh& mesh, const Selection& selection,
                                    const SelectionAnswer& answer) {
  const SelectionOption* winner = answer.winner();
  if (winner == nullptr)
    return fail(ErrorCode::kInvalidArgument, "there is no decision to write: " + answer.reason);
  const std::vector<std::pair<std::string, std::string>> members = {
      {"for", selection.purpose},
      {"ring", "adopt"},
      {"decision", decision_path(selection)},
      {"reviewBy", selection.review_by}};
  using Edit = spec::YamlEdit;
  std::vector<Edit> edits;
  for (size_t i = 0; i < mesh.technologies.size(); ++i) {
    if (mesh.technologies[i].id != winner->id) continue;
    if (mesh.technologies[i].purpose != selection.purpose)
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("`technologies` has `{}` for `{}`, expected `{}`: an id stands there "
                              "once, and that entry is of another decision",
                              winner->id, mesh.technologies[i].purpose, selection.purpose),
                  fmt::format("give that entry an id of its own in {}, or describe the option "
                              "under `ownOptions` with another id",
                              path));
    for (const auto& [key, value] : members)
      edits.push_back({Edit::Kind::kSet, {std::string("technologies"), i, key}, Json(value)});
    return spec::edit_yaml(path, register_text, edits);
  }
  Json entry = Json::object({{"id", winner->id}});
  for (const auto& [key, value] : members) entry.set(key, value);
  if (mesh.technologies.empty())
    edits.push_back({Edit::Kind::kSet, {std::string("technologies")}, Json::array({entry})});
  else
    edits.push_back(
        {Edit::Kind::kInsert, {std::string("technologies"), mesh.technologies.size()}, entry});
  return spec::edit_yaml(path, register_text, edits);
}

std::vector<std::string> also_adopted(const spec::Mesh& mesh, const Selection& selection,
                                      const SelectionAnswer& answer) {
  std::vector<std::string> out;
  for (const spec::Technology& one : mesh.technologies)
    if (one.purpose == selection.purpose && one.ring == "adopt" && one.id != answer.winner()->id)
      out.push_back(one.id);
  return out;
}

std::string platform_blueprint(const spec::Mesh& mesh) {
  std::string out = fmt::format(
      "# Platform of {}\n\nBy the `technologies` of mesh.yaml; written by `hanse select --write`.\n"
      "Hanse stands in the middle: one process, its state beside it; every part below is optional "
      "to it.\n\n| for | technology | ring | decided in | review by | how it meets Hanse |\n"
      "|---|---|---|---|---|---|\n",
      plain(mesh.name.empty() ? mesh.id : mesh.name));
  std::string open;
  for (const std::string_view purpose : kSelectionPurposes) {
    bool is_decided = false;
    for (const spec::Technology& one : mesh.technologies) {
      if (one.purpose != purpose || (one.ring != "adopt" && one.ring != "trial")) continue;
      is_decided = true;
      const SelectionOption* known = in_catalogue(one.purpose, one.id);
      const SelectionFact* hanse = known == nullptr ? nullptr : known->fact("hanse");
      out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", purpose,
                         markdown_cell(known == nullptr ? one.id : known->name), one.ring,
                         markdown_cell(one.decision), one.review_by,
                         hanse == nullptr ? "beside it: Hanse does not speak with it today"
                                          : markdown_cell(joined(text_list(hanse->value), "; ")));
    }
    if (!is_decided) open += fmt::format("* {}\n", purpose);
  }
  if (!open.empty()) out += "\nNot decided:\n\n" + open;
  out +=
      "\n```\nsources (files, PostgreSQL) --> Hanse: build, check, publish --> gate --> HTTP, "
      "PostgreSQL clients\n                                   |                       |\n"
      "                                   +-- ledger, state       +-- policies (Rego)\n```\n";
  return out;
}

}  // namespace hanse::strategy
