// SPDX-License-Identifier: Apache-2.0
#include "sql/functions.h"

#include <cstdlib>

#include "base/check.h"
#include "base/embedded.h"

namespace hanse::sql {
namespace {

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  while (true) {
    const size_t tab = line.find('\t');
    fields.push_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return fields;
    line.remove_prefix(tab + 1);
  }
}

FunctionKind kind_of(std::string_view text) {
  if (text == "scalar") return FunctionKind::kScalar;
  if (text == "aggregate") return FunctionKind::kAggregate;
  if (text == "window") return FunctionKind::kWindow;
  HANSE_CHECK(text == "table", "a function kind of functions.tsv is known");
  return FunctionKind::kTable;
}

unsigned facts_of(std::string_view text) {
  unsigned facts = 0;
  const std::pair<std::string_view, FunctionFact> known[] = {{"deterministic", kDeterministic},
                                                             {"amplifies", kAmplifies},
                                                             {"super-linear", kSuperLinear},
                                                             {"can-throw", kCanThrow},
                                                             {"calls-by-name", kCallsByName}};
  for (const auto& [word, fact] : known)
    if (text.find(word) != std::string_view::npos) facts |= fact;
  return facts;
}

FunctionRule rule_of(std::string_view line) {
  const auto fields = fields_of(line);
  HANSE_CHECK(fields.size() == 6, "a line of functions.tsv has six fields");
  FunctionRule rule;
  rule.name = std::string(fields[0]);
  rule.kind = kind_of(fields[1]);
  rule.facts = facts_of(fields[2]);
  if (fields[3] == "*") rule.capped_argument = kEveryArgumentCapped;
  else if (fields[3] != "-") rule.capped_argument = std::strtol(fields[3].data(), nullptr, 10);
  if (fields[4] != "-") rule.cap = std::strtol(fields[4].data(), nullptr, 10);
  rule.reason = std::string(fields[5]);
  return rule;
}

std::vector<FunctionRule> read_rules() {
  std::vector<FunctionRule> rules;
  std::string_view text = embedded_file("src/sql/functions.tsv");
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (!line.empty() && line[0] != '#') rules.push_back(rule_of(line));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::sort(rules.begin(), rules.end(), [](const auto& a, const auto& b) {
    return std::tie(a.name, a.kind) < std::tie(b.name, b.kind);
  });
  return rules;
}

}  // namespace

const std::vector<FunctionRule>& function_rules() {
  static const std::vector<FunctionRule> rules = read_rules();
  return rules;
}

const FunctionRule* find_function(std::string_view name, FunctionKind kind) {
  const auto& rules = function_rules();
  const auto found = std::lower_bound(
      rules.begin(), rules.end(), std::pair(name, kind), [](const auto& rule, const auto& wanted) {
        return std::pair(std::string_view(rule.name), rule.kind) < wanted;
      });
  return found != rules.end() && found->name == name && found->kind == kind ? &*found : nullptr;
}

}  // namespace hanse::sql
