// SPDX-License-Identifier: Apache-2.0
#include "plan/live_source.h"

#include <algorithm>

#include "base/files.h"
#include "base/utf8.h"
#include "plan/definition.h"
#include "source/convert.h"
#include "source/input.h"
#include "source/postgres_session.h"
#include "source/reader.h"
#include "spec/database_address.h"

namespace hanse::plan {
namespace {

using govern::LiveCondition;
using govern::LiveRead;

constexpr const char* kScratch = "fetched";

std::string_view sign_of(LiveCondition::Kind kind) {
  switch (kind) {
    case LiveCondition::Kind::kEqual:
      return "=";
    case LiveCondition::Kind::kNotEqual:
      return "<>";
    case LiveCondition::Kind::kLess:
      return "<";
    case LiveCondition::Kind::kLessOrEqual:
      return "<=";
    case LiveCondition::Kind::kGreater:
      return ">";
    case LiveCondition::Kind::kGreaterOrEqual:
      return ">=";
    case LiveCondition::Kind::kIn:
      return "IN";
  }
  return "";
}

// The type that a constant is compared as; empty: what the database holds is compared otherwise
// than what the contract shows.
std::string_view compared_as(const source::PostgresColumn& column, std::string_view type) {
  const std::string_view base = column.base;
  const auto is = [&](std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, base) != names.end();
  };
  if (type.ends_with("INT") || type == "INTEGER" || type.starts_with("DECIMAL("))
    return is({"int2", "int4", "int8", "numeric"}) ? "numeric" : "";
  if (type == "VARCHAR") return is({"text", "varchar"}) ? "text" : "";
  if (type == "DATE") return is({"date"}) ? "date" : "";
  if (type == "UUID") return is({"uuid"}) ? "uuid" : "";
  if (type == "TIMESTAMP") return is({"timestamp"}) ? "timestamp" : "";
  if (type == "TIMESTAMP WITH TIME ZONE") return is({"timestamptz"}) ? "timestamptz" : "";
  return "";
}

// Where a live table's rows are.
struct LiveTable {
  SourceInput input;
  spec::SchemaObject part;  // the columns that are asked for
  std::vector<engine::BoundColumn> types;
};

Result<LiveTable> live_table(const catalog::CatalogSnapshot& catalog, const LiveRead& read,
                             const EnvironmentId& environment) {
  HANSE_TRY(const TableDefinition definition, define(catalog.model(), *read.table, environment));
  const auto refused = [&](std::string_view why) {
    return fail(ErrorCode::kUnsupported,
                fmt::format("`{}` is `live`, and {}", read.table->name, why));
  };
  if (!definition.is_identity) return refused("has a transform");
  LiveTable out;
  for (const SourceInput& input : definition.sources)
    if (definition.sources.size() == 1 ||
        equal_ignoring_case(input.table->name, read.table->object->name))
      out.input = input;
  if (out.input.table == nullptr || !source::is_postgres(*out.input.server))
    return refused("reads no table of a server of type `postgres`");
  out.part = *out.input.table;
  std::erase_if(out.part.properties, [&](const spec::Property& property) {
    return std::ranges::find(read.columns, property.name) == read.columns.end();
  });
  if (out.part.properties.size() != read.columns.size())
    return refused("shows a column that its source does not have");
  if (out.part.properties.empty())  // rows are counted
    out.part.properties.push_back(out.input.table->properties.at(0));
  HANSE_TRY(out.types, columns_of(*read.table->object));
  return out;
}

// All conditions as SQL over the table `t`, or nothing.
struct Where {
  std::string text;
  bool is_whole = true;
};

Where where_of(const LiveRead& read, const LiveTable& table,
               const std::vector<source::PostgresColumn>& columns) {
  Where out;
  for (const LiveCondition& condition : read.conditions) {
    const spec::Property* property = table.input.table->property(condition.column);
    const auto column = property == nullptr
                            ? columns.end()
                            : std::ranges::find(columns, source::source_name(*property),
                                                &source::PostgresColumn::name);
    const auto type = std::ranges::find(table.types, condition.column, &engine::BoundColumn::name);
    if (column == columns.end() || type == table.types.end()) return {"", false};
    const std::string_view compared = compared_as(*column, type->type);
    if (compared.empty() || !source::missing_words(*property).empty()) return {"", false};
    std::string values;
    for (const std::string& value : condition.values)
      values +=
          (values.empty() ? "" : ", ") +
          (compared == "numeric" ? value
                                 : fmt::format("CAST({} AS {})", quote_literal(value), compared));
    if (condition.kind == LiveCondition::Kind::kIn) values = "(" + values + ")";
    out.text += fmt::format("{}t.{} {} {}", out.text.empty() ? "" : " AND ",
                            quote_identifier(column->name), sign_of(condition.kind), values);
  }
  return out;
}

class PostgresLive : public govern::LiveSource {
 public:
  explicit PostgresLive(LiveOptions options)
      : options_(std::move(options)),
        pool_(std::make_shared<source::PostgresPool>(*options_.clock)) {}

  Status fetch(const catalog::CatalogSnapshot& catalog, const std::vector<LiveRead>& reads,
               const engine::CancelToken& cancel, int64_t deadline_us) override {
    source::SourceRoots roots;
    for (const std::string& root : catalog.model().mesh.source_roots)
      if (spec::is_database_address(root)) roots.databases->push_back(root);
    roots.sessions = std::make_shared<source::PostgresSessions>(cancel, pool_);
    roots.scratch_folder =
        join_path(reads.front().path.substr(0, reads.front().path.rfind('/')), kScratch);
    HANSE_TRY_STATUS(make_folders(roots.scratch_folder));
    for (const LiveRead& read : reads)
      HANSE_TRY_STATUS(fetch_one(catalog, read, cancel, deadline_us, roots));
    return remove_tree(roots.scratch_folder);
  }

 private:
  Status fetch_one(const catalog::CatalogSnapshot& catalog, const LiveRead& read,
                   const engine::CancelToken& cancel, int64_t deadline_us,
                   source::SourceRoots& roots) const {
    HANSE_TRY(const LiveTable table, live_table(catalog, read, options_.environment));
    HANSE_TRY(const source::PostgresServer server,
              source::postgres_server_of(*table.input.server, source::PostgresUse::kSource,
                                         &*roots.databases));
    HANSE_TRY(const auto session, roots.sessions->of(server));
    HANSE_TRY_STATUS(session->limit_time((deadline_us - options_.clock->monotonic_us()) / 1'000));
    HANSE_TRY(const auto columns,
              session->columns({server.schema, source::table_name(*table.input.table)}));
    const Where where = where_of(read, table, columns);
    roots.part = {where.text, where.is_whole && read.rows_max ? *read.rows_max : -1};
    HANSE_TRY(const source::SourceScan scan,
              source::plan_scan(*table.input.contract, table.part, *table.input.server, roots));
    if (!scan.drifts.empty())
      return fail(ErrorCode::kDataError,
                  fmt::format("column `{}` is `{}` in the source",
                              scan.drifts.front().property->name, scan.drifts.front().found));
    std::string list;
    for (const spec::Property& property : table.part.properties) {
      const auto type = std::ranges::find(table.types, property.name, &engine::BoundColumn::name);
      const std::string name = quote_identifier(property.name);
      list +=
          (list.empty() ? "" : ", ") +
          (type == table.types.end() ? name
                                     : fmt::format("CAST({0} AS {1}) AS {0}", name, type->type));
    }
    const auto written =
        options_.builder->execute({fmt::format("COPY (SELECT {} FROM ({})) TO {} (FORMAT parquet)",
                                               list, scan.select_sql, quote_literal(read.path)),
                                   {},
                                   deadline_us},
                                  cancel);
    if (written) return {};
    return fail(
        ErrorCode::kDataError,
        fmt::format("the rows of `{}` are not of their contract's types", read.table->name));
  }

  const LiveOptions options_;
  const std::shared_ptr<source::PostgresPool> pool_;
};

}  // namespace

std::shared_ptr<govern::LiveSource> make_live_source(LiveOptions options) {
  return std::make_shared<PostgresLive>(std::move(options));
}

}  // namespace hanse::plan
