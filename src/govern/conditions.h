// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "catalog/snapshot.h"
#include "engine/engine.h"
#include "policy/documents.h"

namespace hanse::govern {

// Policy's filters and masks as AST over a table's own columns. Every name must be a contract
// column; SQL expressions are parsed, checked to be scalar and spliced as AST, never as text.
// Errors are kDenied: what cannot be enforced is refused.
struct TableName {
  std::string schema, name;
};
struct ConditionContext {
  engine::Parser* parser = nullptr;
  // The select node of one column of another product, governed.
  std::function<Result<Json>(const TableName&, const std::string& column)> lookup;
};
Result<Json> filter_condition(const policy::RowFilter& filter, const catalog::TableEntry& table,
                              const ConditionContext& context);
// The column as the principal sees it: `masks` applied first to last.
Result<Json> masked_column(const catalog::ColumnFacts& column,
                           const std::vector<policy::ColumnMask>& masks,
                           const catalog::TableEntry& table, const ConditionContext& context);
// As text, for explanations: "origin notEqual \"EWR\"", "keyedHash".
std::string describe(const policy::RowFilter& filter);
std::string describe(const policy::ColumnMask& mask);

// The absolute paths of a snapshot's files.
std::vector<std::string> snapshot_files(const catalog::SnapshotRecord& snapshot,
                                        const std::string& state_folder);

}  // namespace hanse::govern
