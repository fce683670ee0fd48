// SPDX-License-Identifier: Apache-2.0
#include "plan/live_source.h"

#include <algorithm>
#include <mutex>
#include <set>

#include "base/files.h"
#include "base/utf8.h"
#include "plan/definition.h"
#include "source/convert.h"
#include "source/input.h"
#include "source/postgres_input.h"
#include "source/postgres_rows.h"
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
  const std::string_view base = column.is_built_in ? column.base : std::string_view();
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

  bool hands_over(const catalog::TableEntry& table,
                  const std::vector<std::string>& columns) const override {
    const std::lock_guard lock(mutex_);
    return std::ranges::none_of(columns, [&](const std::string& column) {
      return in_files_.contains(address_of(table, column));
    });
  }

  Result<std::optional<engine::GivenList>> fetch(const catalog::CatalogSnapshot& catalog,
                                                 const std::vector<LiveRead>& reads,
                                                 const engine::CancelToken& cancel,
                                                 int64_t deadline_us) override {
    source::SourceRoots roots;
    for (const std::string& root : catalog.model().mesh.source_roots)
      if (spec::is_database_address(root)) roots.databases->push_back(root);
    roots.sessions = std::make_shared<source::PostgresSessions>(cancel, pool_);
    engine::GivenList out;
    for (const LiveRead& read : reads) {
      HANSE_TRY(Asking asking, ask(catalog, read, deadline_us, roots));
      if (!read.path.empty()) {
        HANSE_TRY_STATUS(fetch_file(read, asking, cancel, deadline_us, roots));
        continue;
      }
      HANSE_TRY(auto rows, fetch_rows(read, asking, cancel));
      if (rows == nullptr) return std::nullopt;
      out.push_back(std::move(rows));
    }
    return out;
  }

 private:
  // One read, as its source has the table.
  struct Asking {
    LiveTable table;
    std::shared_ptr<source::PostgresSession> session;
    source::PostgresTable name;
    std::vector<source::PostgresColumn> columns;
    source::SourceRoots::Part part;
  };

  static std::unexpected<Error> is_other(const spec::Property& property,
                                         const std::string& found) {
    return fail(ErrorCode::kDataError,
                fmt::format("column `{}` is `{}` in the source", property.name, found));
  }

  static std::string address_of(const catalog::TableEntry& table, const std::string& column) {
    return fmt::format("{}\n{}", table.address.str(), column);
  }

  Result<Asking> ask(const catalog::CatalogSnapshot& catalog, const LiveRead& read,
                     int64_t deadline_us, const source::SourceRoots& roots) const {
    Asking out;
    HANSE_TRY(out.table, live_table(catalog, read, options_.environment));
    HANSE_TRY(const source::PostgresServer server,
              source::postgres_server_of(*out.table.input.server, source::PostgresUse::kSource,
                                         &*roots.databases));
    HANSE_TRY(out.session, roots.sessions->of(server));
    HANSE_TRY_STATUS(
        out.session->limit_time((deadline_us - options_.clock->monotonic_us()) / 1'000));
    out.name = {server.schema, source::table_name(*out.table.input.table)};
    HANSE_TRY(out.columns, out.session->columns(out.name));
    const Where where = where_of(read, out.table, out.columns);
    out.part = {where.text, where.is_whole && read.rows_max ? *read.rows_max : -1};
    return out;
  }

  // Null when one of the columns that are read comes in files only, which is noted.
  Result<std::shared_ptr<const engine::GivenRows>> fetch_rows(const LiveRead& read,
                                                              const Asking& asking,
                                                              const engine::CancelToken& cancel) {
    std::vector<source::BinaryColumn> binary;
    std::vector<source::PostgresColumn> columns;
    for (const spec::Property& property : asking.table.part.properties) {
      const auto column = std::ranges::find(asking.columns, source::source_name(property),
                                            &source::PostgresColumn::name);
      const auto type =
          std::ranges::find(asking.table.types, property.name, &engine::BoundColumn::name);
      if (column == asking.columns.end())
        return fail(ErrorCode::kDataError,
                    fmt::format("the source has no column `{}`", source::source_name(property)));
      if (!source::suits(*column, property)) return is_other(property, column->type);
      if (type == asking.table.types.end())
        return fail(ErrorCode::kInternal, "a column is read that is not in the contract");
      if (!source::has_binary_values(*column, property, type->type)) {
        const std::lock_guard lock(mutex_);
        in_files_.insert(address_of(*read.table, property.name));
        return nullptr;
      }
      columns.push_back(*column);
      binary.push_back({{property.name, type->type}, column->base});
    }
    if (binary.empty()) binary.push_back(source::kNoColumn);
    auto bytes = std::make_shared<source::CopiedBytes>(options_.scratch_folder);
    HANSE_TRY_STATUS(asking.session->copy_binary(
        asking.name, columns, source::rest_of(asking.part),
        [&](std::string_view more) { return bytes->add(more); }));
    HANSE_TRY_STATUS(bytes->end());
    return source::given_rows(std::move(binary), std::move(bytes), cancel);
  }

  Status fetch_file(const LiveRead& read, Asking& asking, const engine::CancelToken& cancel,
                    int64_t deadline_us, source::SourceRoots& roots) const {
    if (asking.table.part.properties.empty())  // rows are counted
      asking.table.part.properties.push_back(asking.table.input.table->properties.at(0));
    roots.part = asking.part;
    roots.scratch_folder = join_path(read.path.substr(0, read.path.rfind('/')), kScratch);
    HANSE_TRY_STATUS(make_folders(roots.scratch_folder));
    const LiveTable& table = asking.table;
    HANSE_TRY(const source::SourceScan scan,
              source::plan_scan(*table.input.contract, table.part, *table.input.server, roots));
    if (!scan.drifts.empty())
      return is_other(*scan.drifts.front().property, scan.drifts.front().found);
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
    if (written) return remove_tree(roots.scratch_folder);
    return fail(
        ErrorCode::kDataError,
        fmt::format("the rows of `{}` are not of their contract's types", read.table->name));
  }

  const LiveOptions options_;
  const std::shared_ptr<source::PostgresPool> pool_;
  mutable std::mutex mutex_;
  std::set<std::string> in_files_;  // columns that cannot be handed over; guarded by mutex_
};

}  // namespace

std::shared_ptr<govern::LiveSource> make_live_source(LiveOptions options) {
  return std::make_shared<PostgresLive>(std::move(options));
}

}  // namespace hanse::plan
