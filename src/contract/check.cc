// SPDX-License-Identifier: Apache-2.0
#include "contract/check.h"

#include <algorithm>

namespace hanse::contract {
namespace {

struct Operator {
  std::string_view word, text;
  bool (*holds)(double measured, double low, double high);
};
// As the standard has them: `mustBeBetween` is greater than the one and less than the other.
constexpr Operator kOperators[] = {
    {"mustBe", "", [](double x, double low, double) { return x == low; }},
    {"mustNotBe", "not ", [](double x, double low, double) { return x != low; }},
    {"mustBeGreaterThan", "more than ", [](double x, double low, double) { return x > low; }},
    {"mustBeGreaterOrEqualTo", "at least ", [](double x, double low, double) { return x >= low; }},
    {"mustBeLessThan", "less than ", [](double x, double low, double) { return x < low; }},
    {"mustBeLessOrEqualTo", "at most ", [](double x, double low, double) { return x <= low; }},
    {"mustBeBetween", "between ",
     [](double x, double low, double high) { return x > low && x < high; }},
    {"mustNotBeBetween", "not between ",
     [](double x, double low, double high) { return !(x > low && x < high); }},
};

const Operator* operator_of(std::string_view word) {
  const auto found = std::ranges::find(kOperators, word, &Operator::word);
  return found == std::end(kOperators) ? nullptr : found;
}

}  // namespace

bool Expectation::holds(double measured) const {
  const Operator* known = operator_of(comparison);
  return known != nullptr && known->holds(measured, low, high);
}

std::string Expectation::text() const {
  const Operator* known = operator_of(comparison);
  if (known == nullptr) return comparison;
  const std::string_view unit = is_percent ? " %" : "";
  if (!comparison.ends_with("Between")) return fmt::format("{}{}{}", known->text, low, unit);
  return fmt::format("{}{} and {}{}, ends left out", known->text, low, high, unit);
}

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return "passed";
    case Verdict::kWarning:
      return "warning";
    case Verdict::kFailed:
      return "failed";
    case Verdict::kNotRun:
      return "notRun";
  }
  return "";
}

size_t TestReport::count(Verdict verdict) const {
  size_t out = 0;
  for (const TableOutcome& table : tables)
    out += static_cast<size_t>(std::ranges::count(table.outcomes, verdict, &Outcome::verdict));
  return out;
}

}  // namespace hanse::contract
