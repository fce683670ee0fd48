// SPDX-License-Identifier: Apache-2.0
#include "app/functions_page.h"

#include "sql/functions.h"

namespace hanse::app {
namespace {

using sql::FunctionKind;
using sql::FunctionRule;

std::string facts_of(const FunctionRule& rule) {
  static constexpr std::pair<unsigned, std::string_view> kWords[] = {
      {sql::kDeterministic, "deterministic"},
      {sql::kAmplifies, "amplifies"},
      {sql::kSuperLinear, "super-linear"},
      {sql::kCanThrow, "can-throw"},
      {sql::kCallsByName, "calls-by-name"}};
  std::string out;
  for (const auto& [fact, word] : kWords)
    if ((rule.facts & fact) != 0) out += fmt::format("{}{}", out.empty() ? "" : ", ", word);
  return out;
}

std::string cap_of(const FunctionRule& rule) {
  if (rule.capped_argument == sql::kNoArgumentCapped) return {};
  return rule.capped_argument == sql::kEveryArgumentCapped
             ? fmt::format("each, {}", rule.cap)
             : fmt::format("number {}, {}", rule.capped_argument + 1, rule.cap);
}

}  // namespace

std::string functions_markdown() {
  std::string out =
      "# Functions\n\nWhat statements may call. Made by `hanse reference functions` from "
      "`src/sql/functions.tsv`; what is not\nhere is refused (`src/sql/functions_refused.tsv` says "
      "why). A capped argument must be a constant: an integer not above the\ncap, or a text not "
      "longer.\n";
  static constexpr std::pair<FunctionKind, std::string_view> kParts[] = {
      {FunctionKind::kScalar, "Scalar functions and operators"},
      {FunctionKind::kAggregate, "Aggregates"},
      {FunctionKind::kWindow, "Window functions"},
      {FunctionKind::kTable, "Table functions"}};
  for (const auto& [kind, title] : kParts) {
    out += fmt::format(
        "\n## {}\n\n| function | facts | capped argument | why |\n|---|---|---|---|\n", title);
    for (const FunctionRule& rule : sql::function_rules()) {
      if (rule.kind != kind) continue;
      std::string name = rule.name;
      for (size_t at = 0; (at = name.find('|', at)) != std::string::npos; at += 2)
        name.insert(at, "\\");
      out +=
          fmt::format("| `{}` | {} | {} | {} |\n", name, facts_of(rule), cap_of(rule), rule.reason);
    }
  }
  return out;
}

}  // namespace hanse::app
