// SPDX-License-Identifier: Apache-2.0
#include "contract/compatibility_rules.h"

#include "base/check.h"
#include "contract/compatibility_table.h"

namespace hanse::contract {
namespace {

std::vector<CompatibilityRule> joined() {
  std::vector<CompatibilityRule> all;
  for (const auto part : {contract_rules(), column_rules(), promise_rules()})
    all.insert(all.end(), part.begin(), part.end());
  for (size_t i = 0; i < all.size(); ++i)
    HANSE_CHECK(static_cast<size_t>(all[i].rule) == i, "row_of looks rows up by their place");
  HANSE_CHECK(all.size() == static_cast<size_t>(Rule::kTeam) + 1, "each rule has a row");
  return all;
}

std::string_view version_of(const CompatibilityRule& rule) {
  if (rule.readers == Impact::kBreaking || rule.writers == Impact::kBreaking) return "major";
  if (rule.readers == Impact::kAdditive || rule.writers == Impact::kAdditive) return "minor";
  return "patch";
}

}  // namespace

std::span<const CompatibilityRule> compatibility_rules() {
  static const std::vector<CompatibilityRule> kAll = joined();
  return kAll;
}

const CompatibilityRule& row_of(Rule rule) {
  return compatibility_rules()[static_cast<size_t>(rule)];
}

std::string_view class_of(const CompatibilityRule& rule) {
  const bool readers = rule.readers == Impact::kBreaking;
  const bool writers = rule.writers == Impact::kBreaking;
  if (readers && writers) return "breakingForBoth";
  if (readers) return "breakingForReaders";
  if (writers) return "breakingForWriters";
  return version_of(rule) == "minor" ? "additive" : "compatible";
}

std::string_view to_string(Impact verdict) {
  switch (verdict) {
    case Impact::kCompatible:
      return "compatible";
    case Impact::kAdditive:
      return "additive";
    case Impact::kBreaking:
      return "breaking";
  }
  return "breaking";
}

std::string compatibility_markdown() {
  std::string out =
      "# Compatibility of contracts\n\n"
      "Made by `hanse reference compatibility` from the table that `hanse contract diff` and\n"
      "`hanse plan` judge by.\n\n"
      "A change breaks **readers** when something that they could rely on holds no longer, and\n"
      "**writers** when what met the old contract may not meet the new one. It is additive when "
      "it\n"
      "gives something that nobody has to take, and compatible otherwise.\n\n"
      "The version follows SemVer 2.0.0: breaking is major, additive is minor, anything else\n"
      "patch; before 1.0.0 breaking is minor and the rest patch. `--perspective readers` or\n"
      "`writers` looks at one side only. `plan` looks with the eyes of readers: a product's data\n"
      "is written by the product itself, and checked when it is built.\n\n"
      "Whether a type is wider is decided by the engine's types: every value of the old one is a\n"
      "value of the new one, without loss (`INTEGER` is narrower than `BIGINT`, `DECIMAL(9,2)`\n"
      "than `DECIMAL(12,2)`; `BIGINT` is not narrower than `DOUBLE`, which is exact to 2^53 "
      "only).\n"
      "Where the engine does not know a `physicalType`, `integer` is narrower than `number`, the\n"
      "same name with larger numbers in its parentheses is wider, and anything else is another\n"
      "type. A `unit` of a service level is converted: a year has 365 days, a month 30.\n\n"
      "| rule | what changes | readers | writers | version | why |\n|---|---|---|---|---|---|\n";
  for (const CompatibilityRule& rule : compatibility_rules())
    out += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", rule.id, rule.what,
                       to_string(rule.readers), to_string(rule.writers), version_of(rule),
                       rule.reason);
  return out;
}

}  // namespace hanse::contract
