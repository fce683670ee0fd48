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
                                          int depth, const Json* asking) {
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
  const bool is_given = hands_over(read);
  const auto given = std::ranges::count(lives_, std::string(), &LiveRead::path);
  if (!is_given)
    read.path = join_path(options_.live_folder, fmt::format("{}.parquet", lives_.size()));
  use.published_us = options_.now_us;
  if (depth == 0) add_use(std::move(use));
  lives_.push_back(std::move(read));
  return is_given ? sql::given_ref(given) : sql::parquet_ref({lives_.back().path});
}

bool StatementGovernor::hands_over(const LiveRead& read) const {
  if (options_.as_before != nullptr)
    return lives_.size() < options_.as_before->size() &&
           (*options_.as_before)[lives_.size()].path.empty();
  return options_.live != nullptr && options_.live->hands_over(*read.table, read.columns);
}

std::string Gate::Parts::live_folder(const std::string& query_id) const {
  return given.live == nullptr ? std::string()
                               : join_path(given.state_folder, "data/.live/" + query_id);
}

std::vector<TableUse> GovernedStatement::uses_at(int64_t now_us) const {
  std::vector<TableUse> out = uses;
  for (TableUse& use : out)
    for (const LiveRead& live : lives)
      if (use.table == live.table->schema + "." + live.table->name) use.published_us = now_us;
  return out;
}

bool Gate::Parts::hands_over(const std::vector<LiveRead>& lives) const {
  return std::ranges::all_of(lives, [&](const LiveRead& live) {
    return live.path.empty() && given.live->hands_over(*live.table, live.columns);
  });
}

// Rows in files lie there while the statement runs, and go with its pins. False when rows cannot be
// handed over as it expects them.
Result<bool> Gate::Parts::fetch_once(Decided& decided, const Asked& asked,
                                     const engine::CancelToken& cancel, int64_t deadline_us) {
  const std::vector<LiveRead>& lives = decided.statement().lives;
  if (std::ranges::any_of(lives, [](const LiveRead& live) { return !live.path.empty(); })) {
    const std::string folder = live_folder(asked.query_id);
    decided.pins.push_back(
        std::shared_ptr<void>(nullptr, [folder](void*) { (void)remove_tree(folder); }));
    HANSE_TRY_STATUS(make_folders(folder));
  }
  HANSE_TRY(auto rows, given.live->fetch(*decided.known->catalog, lives, cancel, deadline_us));
  if (!rows) return false;
  decided.given = std::move(*rows);
  return true;
}

Status Gate::Parts::fetch_live(Decided& decided, const Asked& asked,
                               const engine::CancelToken& cancel, int64_t deadline_us) {
  if (decided.statement().lives.empty()) return {};
  const Timed timed(asked.profile, Step::kFetch);
  Result<bool> fetched = fetch_once(decided, asked, cancel, deadline_us);
  // Each time another of its tables is known to come in files.
  for (size_t left = decided.statement().lives.size(); fetched && !*fetched && left > 0; --left) {
    HANSE_TRY(decided.known, govern_again(asked, *decided.known, Again::kInOtherForms));
    fetched = fetch_once(decided, asked, cancel, deadline_us);
  }
  if (fetched && *fetched) return {};
  // Its words name hosts and values: the owner finds them in the ledger.
  const catalog::TableEntry& table = *decided.statement().lives.front().table;
  (void)given.ledger->append(
      "live_read_failed",
      Json::object({{"query_id", asked.query_id},
                    {"product", table.address.product.str()},
                    {"message",
                     fetched ? "it changes while it is read" : fetched.error().message}}));
  if (cancel.cancelled()) return fail(ErrorCode::kCancelled, "cancelled");
  if (given.clock->monotonic_us() >= deadline_us)
    return fail(ErrorCode::kTimeout, "the statement took too long");
  return fail(ErrorCode::kUnavailable,
              fmt::format("`{}.{}` cannot be read at present: its source does not answer as its "
                          "contract says",
                          table.schema, table.name),
              fmt::format("ask the owner of `{}`", table.address.product.str()));
}

}  // namespace hanse::govern
