// SPDX-License-Identifier: Apache-2.0
#include "contract/distinct.h"
#include "contract/run_checks.h"

namespace hanse::contract {

std::string whole_key(const Check& check) {
  if (check.key_values.size() == 1) return check.key_values.front();
  std::string present, all;
  for (const std::string& value : check.key_values) {
    present += fmt::format("{}{} IS NOT NULL", present.empty() ? "" : " AND ", value);
    all += (all.empty() ? "" : ", ") + value;
  }
  return fmt::format("CASE WHEN {} THEN ROW({}) END", present, all);
}

std::string aggregate_of(const Check& check) {
  switch (check.measure) {
    case Measure::kRows:
      return check.has_value.empty() ? fmt::format("count_if({})", check.breaks)
                                     : fmt::format("count(*) - count({})", check.has_value);
    case Measure::kDuplicates:
      return exact_duplicate_count(check);
    case Measure::kCount:
      return "count(*)";
    case Measure::kNewest:
      return fmt::format("max({})", check.instant);
    case Measure::kOldest:
      return fmt::format("min({})", check.instant);
    default:
      return {};
  }
}

}  // namespace hanse::contract
