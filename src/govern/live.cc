// SPDX-License-Identifier: Apache-2.0
#include "govern/live.h"

#include "base/files.h"
#include "base/utf8.h"
#include "govern/gate_parts.h"
#include "govern/live_condition.h"
#include "govern/statement.h"
#include "sql/rewrite.h"

namespace hanse::govern {
namespace {

const catalog::ColumnFacts* facts_of(const catalog::TableEntry& table, std::string_view name) {
  for (const catalog::ColumnFacts& column : table.columns)
    if (equal_ignoring_case(column.name, name)) return &column;
  return nullptr;
}

// Whether the node's rows are those of the table, each once: no sample, no common table of its
// name, no names that its alias gives the columns.
bool reads_alone(const Json& node, const catalog::TableEntry& table) {
  const Json& from = node["from_table"];
  return node["type"].as_string() == "SELECT_NODE" && from["type"].as_string() == "BASE_TABLE" &&
         equal_ignoring_case(from["schema_name"].as_string(), table.schema) &&
         equal_ignoring_case(from["table_name"].as_string(), table.name) &&
         node["cte_map"]["map"].items().empty() && node["sample"].is_null() &&
         from["sample"].is_null() && from["at_clause"].is_null() &&
         from["column_name_alias"].items().empty();
}

// The table's column that a reference of the statement means, where the asker sees it as it is
// stored: a condition on what is masked would tell what the mask hides.
const catalog::ColumnFacts* seen_as_stored(const Json& reference, const Json& from,
                                           const catalog::TableEntry& table,
                                           const TableDecision& decision) {
  const auto& names = reference["column_names"].items();
  if (names.empty() || names.size() > 2) return nullptr;
  const std::string_view alias = from["alias"].as_string();
  if (names.size() == 2 &&
      !equal_ignoring_case(names[0].as_string(), alias.empty() ? table.name : alias))
    return nullptr;
  const catalog::ColumnFacts* column = facts_of(table, names.back().as_string());
  for (size_t i = 0; column != nullptr && i < decision.columns.size(); ++i)
    if (decision.columns[i] == column->name) return decision.masks[i].empty() ? column : nullptr;
  return nullptr;
}

// The columns of the table that an expression of policy's refers to, at any depth.
void add_columns(const Json& expression, const catalog::TableEntry& table,
                 std::vector<std::string>& columns) {
  if (expression["class"].as_string() == "COLUMN_REF")
    if (const auto& names = expression["column_names"].items(); !names.empty())
      if (const auto* column = facts_of(table, names.back().as_string());
          column != nullptr && std::ranges::find(columns, column->name) == columns.end())
        columns.push_back(column->name);
  for (const Json& item : expression.items()) add_columns(item, table, columns);
  for (const auto& [name, member] : expression.members()) add_columns(member, table, columns);
}

}  // namespace

Result<Json> StatementGovernor::live_rows(const catalog::TableEntry& table, TableUse use,
                                          const TableDecision& decision, const Seen& seen,
                                          const Json* asking) {
  if (!options_.needs_data) return sql::base_table_ref(engine::kShapeSchema, "not_built", "");
  if (options_.live_folder.empty())
    return fail(ErrorCode::kUnavailable,
                fmt::format("`{}.{}` is read from its source when it is asked, which cannot be "
                            "done here",
                            table.schema, table.name));
  LiveRead read;
  read.table = &table;
  read.columns = decision.columns;
  add_columns(seen.where, table, read.columns);
  for (const Json& column : seen.columns) add_columns(column, table, read.columns);
  // Policy speaks of what is stored.
  LiveConditions policy = live_conditions(seen.where, [&](const Json& reference) {
    const auto& names = reference["column_names"].items();
    return names.size() == 1 ? facts_of(table, names[0].as_string()) : nullptr;
  });
  read.conditions = std::move(policy.conditions);
  // Else whether the rows that a condition lets through can be read would tell of hidden ones.
  if (asking != nullptr && policy.is_whole && reads_alone(*asking, table)) {
    LiveConditions own = live_conditions((*asking)["where_clause"], [&](const Json& reference) {
      return seen_as_stored(reference, (*asking)["from_table"], table, decision);
    });
    std::ranges::move(own.conditions, std::back_inserter(read.conditions));
    if (own.is_whole) read.rows_max = live_rows_max(*asking);
  }
  read.path = join_path(options_.live_folder, fmt::format("{}.parquet", lives_.size()));
  use.published_us = options_.now_us;
  add_use(std::move(use));
  lives_.push_back(read);
  return sql::parquet_ref({lives_.back().path});
}

std::string Gate::Parts::live_folder(const std::string& query_id) const {
  return given.live == nullptr ? std::string()
                               : join_path(given.state_folder, "data/.live/" + query_id);
}

// The rows lie there while the statement runs, and go with its pins.
Status Gate::Parts::fetch_live(Decided& decided, const std::string& query_id,
                               const engine::CancelToken& cancel, int64_t deadline_us) {
  const std::vector<LiveRead>& lives = decided.statement().lives;
  if (lives.empty()) return {};
  const std::string folder = live_folder(query_id);
  decided.pins.push_back(
      std::shared_ptr<void>(nullptr, [folder](void*) { (void)remove_tree(folder); }));
  HANSE_TRY_STATUS(make_folders(folder));
  const Status fetched = given.live->fetch(*decided.known->catalog, lives, cancel, deadline_us);
  if (fetched) return {};
  // Its words name hosts and values: the owner finds them in the ledger.
  (void)given.ledger->append("live_read_failed",
                             Json::object({{"query_id", query_id},
                                           {"product", lives.front().table->address.product.str()},
                                           {"message", fetched.error().message}}));
  if (cancel.cancelled()) return fail(ErrorCode::kCancelled, "cancelled");
  if (given.clock->monotonic_us() >= deadline_us)
    return fail(ErrorCode::kTimeout, "the statement took too long");
  return fail(ErrorCode::kUnavailable,
              fmt::format("`{}.{}` cannot be read at present: its source does not answer as its "
                          "contract says",
                          lives.front().table->schema, lives.front().table->name),
              fmt::format("ask the owner of `{}`", lives.front().table->address.product.str()));
}

}  // namespace hanse::govern
