// SPDX-License-Identifier: Apache-2.0
#include "catalog/collect.h"
#include "govern/statement.h"
#include "sql/rewrite.h"

namespace hanse::govern {
namespace {

constexpr int kDepthMax = 16;         // views over views, and filters that look up
constexpr const char* kNotBuilt = "not_built";
constexpr const char* kNoLimit = "SELECT 1 LIMIT 9223372036854775807";

}  // namespace

Result<Json> StatementGovernor::governed_table(const Session& session, Reference& reference,
                                               bool all_columns, int depth,
                                               const Json* asking) {
  if (reference.source != nullptr) {
    HANSE_TRY(const Json scan, options_.parser->parse(reference.source->select_sql));
    return sql::subquery_ref(sql::root_node(scan), "");
  }
  const catalog::TableEntry& table = *reference.table;
  const std::vector<std::string> asked =
      all_columns ? verdicts_[reference.verdict].visibility->columns : reference.referenced;
  const auto undecided_here = [&](const Error& error) {
    return undecided(verdicts_[reference.verdict], error,
                     fail(ErrorCode::kDenied,
                          fmt::format("you may not read `{}.{}`: policy could not decide",
                                      table.schema, table.name)));
  };
  auto decided = [&] {
    const Timed timed(options_.profile, Step::kDecide);
    return Decider(options_.decisions)
        .decide(*options_.catalog, table, asked, session, options_.now_us);
  }();
  if (!decided) return undecided_here(decided.error());
  verdicts_[reference.verdict].decision = *decided;
  if (!(*decided)->allow) HANSE_TRY_STATUS(deny(verdicts_[reference.verdict]));
  Result<Seen> seen = seen_of(table, **decided, depth);
  if (!seen) return undecided_here(seen.error());
  // Behind a view or a lookup another principal reads: what it meets is not the asker's to know.
  TableUse use = use_of(*options_.catalog, table, options_.now_us);
  use.warnings = (*decided)->warnings;
  Result<Json> rows = table.materialization == spec::Materialization::kLive
                          ? live_rows(table, std::move(use), **decided, *seen, depth, asking)
                          : stored_rows(table, std::move(use), depth);
  if (!rows && !is_stored(table)) {
    verdicts_[reference.verdict].problem = rows.error().message;
    return fail(rows.error().code == ErrorCode::kLimitExceeded ? ErrorCode::kLimitExceeded
                                                               : ErrorCode::kUnavailable,
                fmt::format("`{}.{}` cannot be read at present", table.schema, table.name),
                fmt::format("it is a view, and what stands behind it does not answer: ask the "
                            "owner of `{}`", table.address.product.str()));
  }
  if (!rows) return fail(std::move(rows.error()));
  const bool filtered = !seen->where.is_null();
  Json node = sql::select_node(std::move(seen->columns), std::move(*rows), std::move(seen->where));
  if (filtered && options_.apart) {
    // The engine moves no predicate below a limit, and this one takes no row away.
    HANSE_TRY(const Json limited, options_.parser->parse(kNoLimit));
    node.set("modifiers", sql::root_node(limited)["modifiers"]);
  }
  return sql::subquery_ref(std::move(node), "");
}

Result<StatementGovernor::Seen> StatementGovernor::seen_of(const catalog::TableEntry& table,
                                                           const TableDecision& decision,
                                                           int depth) {
  const ConditionContext context{
      options_.parser, [&](const auto& other, const std::string& column) {
        return key_lookup(table, other, column, depth);
      }};
  Seen out;
  for (size_t i = 0; i < decision.columns.size(); ++i) {
    const auto facts =
        std::find_if(table.columns.begin(), table.columns.end(),
                     [&](const auto& column) { return column.name == decision.columns[i]; });
    if (facts == table.columns.end())
      return fail(ErrorCode::kInternal, "a referenced column is in no contract");
    HANSE_TRY(Json column, masked_column(*facts, decision.masks[i], table, context));
    out.columns.push_back(std::move(column));
  }
  // `count(*)` refers to no column, and a subquery needs one.
  if (out.columns.empty()) out.columns.push_back(sql::with_alias(*sql::constant(1), "hanse_row"));
  std::vector<Json> conditions;
  for (const policy::RowFilter& filter : decision.filters) {
    HANSE_TRY(Json condition, filter_condition(filter, table, context));
    conditions.push_back(std::move(condition));
  }
  if (!conditions.empty()) out.where = sql::all_of(std::move(conditions));
  return out;
}

// The keys of another product are read as the product whose rows they filter: a domain that writes
// a filter learns by it what it could read anyway.
Result<Json> StatementGovernor::key_lookup(const catalog::TableEntry& table,
                                           const TableName& other, const std::string& column,
                                           int depth) {
  if (depth >= kDepthMax)
    return fail(ErrorCode::kLimitExceeded, "row filters look up too deeply");
  const Session owner = product_session(*table.product, options_.environment, options_.limits);
  const Json ask = sql::statement(
      sql::select_node({sql::qualified_column_ref("keys", column)},
                       sql::base_table_ref(other.schema, other.name, "keys"), Json()));
  HANSE_TRY(const Json inner, rewrite(owner, ask, depth + 1, nullptr));
  return sql::root_node(inner);
}

// Once, however often the statement reads it.
void StatementGovernor::add_use(TableUse use) {
  for (const TableUse& known : uses_)
    if (known.table == use.table) return;
  uses_.push_back(std::move(use));
}

bool StatementGovernor::is_stored(const catalog::TableEntry& table) {
  return table.materialization != spec::Materialization::kView || table.transform == nullptr;
}

// `use` is what the asker is told of the table; of what stands behind a view it is told nothing.
Result<Json> StatementGovernor::stored_rows(const catalog::TableEntry& table, TableUse use,
                                            int depth) {
  if (!is_stored(table)) {
    if (depth >= kDepthMax)
      return fail(ErrorCode::kLimitExceeded, "views stand on views too deeply");
    HANSE_TRY(const Json ast, options_.parser->parse(table.transform->sql));
    const Session owner = product_session(*table.product, options_.environment, options_.limits);
    HANSE_TRY(const Json inner, rewrite(owner, ast, depth + 1, nullptr));
    if (depth == 0) add_use(std::move(use));
    return sql::subquery_ref(sql::root_node(inner), "");
  }
  if (table.snapshot == nullptr) {
    if (!options_.needs_data) return sql::base_table_ref(engine::kShapeSchema, kNotBuilt, "");
    return fail(ErrorCode::kUnavailable,
                fmt::format("`{}.{}` has no data yet", table.schema, table.name),
                fmt::format("`hanse refresh {}` builds it", table.address.product.str()));
  }
  auto pin = catalog::pin_snapshot(options_.state_folder, *table.snapshot);
  if (!pin && !options_.needs_data)
    return sql::base_table_ref(engine::kShapeSchema, kNotBuilt, "");
  if (!pin)
    return fail(ErrorCode::kUnavailable,
                fmt::format("`{}.{}` cannot be read at present: {}", table.schema, table.name,
                            pin.error().message),
                fmt::format("`hanse refresh {}` builds it again", table.address.product.str()));
  pins_.push_back(std::move(*pin));
  use.snapshot_id = table.snapshot->id.str();
  use.published_us = table.snapshot->published_us;
  snapshot_ids_.push_back(use.snapshot_id);
  if (depth == 0) add_use(std::move(use));
  auto copy = options_.copies == nullptr ? nullptr : options_.copies->read(*table.snapshot);
  snapshots_.push_back({table.snapshot, copy ? copy->name() : ""});
  if (!copy) return sql::parquet_ref(snapshot_files(*table.snapshot, options_.state_folder));
  Json rows = sql::base_table_ref("main", engine::kCopiedTable, "");
  rows.set("catalog_name", copy->name());
  pins_.push_back(std::move(copy));
  return rows;
}

}  // namespace hanse::govern
