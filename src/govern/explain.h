// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/documents.h"

namespace hanse::govern {

// The statement behind `EXPLAIN POLICY`, without regard to case and blanks; none when it is
// another.
std::optional<std::string_view> explained_statement(std::string_view sql);

// EXPLAIN POLICY SELECT …: what would be decided, in the asker's own view, without running it.
struct TableExplanation {
  std::string table;
  bool allowed = false;
  std::vector<std::string> columns_read;
  std::vector<std::string> filters;   // "rule: condition"
  std::vector<std::string> masks;     // "column: action (rule)"
  std::vector<policy::Reason> reasons;
};
struct Explanation {
  bool allowed = false;
  std::string decision_id;
  std::vector<TableExplanation> tables;
};

}  // namespace hanse::govern
