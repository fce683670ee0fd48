// SPDX-License-Identifier: Apache-2.0
#include "source/postgres_delivery.h"

#include <algorithm>
#include <cstdlib>

#include "base/utf8.h"
#include "data/encode.h"
#include "source/postgres_link.h"

namespace hanse::source {
namespace {

// The text of a column as it came, as a value of its type.
std::string value_of(const DeliveryColumn& column, size_t index) {
  const std::string text = fmt::format("n.c{}", index);
  if (column.type == "bytea") return fmt::format("pg_catalog.decode({}, 'base64')", text);
  if (!column.type.ends_with("[]")) return fmt::format("CAST({} AS {})", text, column.type);
  return fmt::format(
      "CASE WHEN {0} IS NOT NULL THEN ARRAY(SELECT CAST(e.value AS {1}) FROM "
      "pg_catalog.jsonb_array_elements_text(CAST({0} AS jsonb)) WITH ORDINALITY AS e(value, place) "
      "ORDER BY e.place) END",
      text, column.type.substr(0, column.type.size() - 2));
}

class DeliveryRun {
 public:
  DeliveryRun(PostgresLink& link, const PostgresServer& server, const DeliveryOrder& order)
      : link_(link), server_(server), order_(order) {
    table_ = quote_identifier(server.schema) + "." + quote_identifier(order.table);
    for (const DeliveryColumn& column : order.columns) {
      const std::string name = quote_identifier(column.name);
      add(columns_, name, ", ");
      if (column.is_key) {
        add(same_key_, fmt::format("t.{0} = n.{0}", name), " AND ");
        continue;
      }
      add(set_, fmt::format("{0} = n.{0}", name), ", ");
      // Not every type can be compared, but all have a text.
      add(here_, fmt::format("CAST(t.{} AS text)", name), ", ");
      add(new_, fmt::format("CAST(n.{} AS text)", name), ", ");
    }
  }

  // One delivery of a table at a time, and the table as it is to be.
  Status prepare() {
    HANSE_TRY_STATUS(link_.run("BEGIN"));
    HANSE_TRY_STATUS(
        link_.ask("SELECT pg_catalog.pg_advisory_xact_lock("
                  "pg_catalog.hashtextextended($1, 7))",
                  {"hanse " + table_}));
    HANSE_TRY(const auto names, names_there());
    if (names.empty()) {
      HANSE_TRY_STATUS(link_.run("SET LOCAL search_path = " + quote_identifier(server_.schema)));
      HANSE_TRY_STATUS(link_.run(order_.create));
      HANSE_TRY_STATUS(link_.run("SET LOCAL search_path = ''"));
    }
    for (const DeliveryColumn& column : order_.columns)
      if (!names.empty() && std::ranges::find(names, column.name) == names.end())
        HANSE_TRY_STATUS(link_.run(fmt::format("ALTER TABLE {} ADD COLUMN {} {}", table_,
                                               quote_identifier(column.name), column.type)));
    return link_.run(fmt::format("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", table_));
  }

  // The rows as texts, then as the table's types.
  Result<int64_t> load(data::ChunkStream& rows) {
    std::string texts, values;
    for (size_t i = 0; i < order_.columns.size(); ++i) {
      add(texts, fmt::format("c{} text", i), ", ");
      add(values,
          fmt::format("{} AS {}", value_of(order_.columns[i], i),
                      quote_identifier(order_.columns[i].name)),
          ", ");
    }
    add(texts, "line_end text", ", ");
    HANSE_TRY_STATUS(
        link_.run(fmt::format("CREATE TEMP TABLE hanse_texts ({}) ON COMMIT DROP", texts)));
    const auto schema = rows.schema();
    HANSE_TRY(const int64_t count, link_.copy_in("COPY pg_temp.hanse_texts FROM STDIN (FORMAT csv)",
                                                 [&](std::string& out) -> Status {
                                                   HANSE_TRY(const data::Chunk chunk, rows.next());
                                                   data::append_csv_rows(*schema, chunk, out);
                                                   return {};
                                                 }));
    HANSE_TRY_STATUS(
        link_.run(fmt::format("CREATE TEMP TABLE hanse_rows ON COMMIT DROP AS SELECT "
                              "{} FROM pg_temp.hanse_texts AS n",
                              values)));
    HANSE_TRY_STATUS(link_.run("ANALYZE pg_temp.hanse_rows"));
    return count;
  }

  Result<Delivered> merge(int64_t rows) {
    Delivered out;
    out.rows = rows;
    const bool has_key = !same_key_.empty();
    const auto where_absent = [&](const std::string& from) {
      return has_key ? " WHERE NOT EXISTS (SELECT FROM " + from + " WHERE " + same_key_ + ")" : "";
    };
    HANSE_TRY(out.removed,
              counted("DELETE FROM " + table_ + " AS t" + where_absent("pg_temp.hanse_rows AS n")));
    if (has_key && !set_.empty()) {
      HANSE_TRY(out.changed,
                counted(fmt::format("UPDATE {} AS t SET {} FROM pg_temp.hanse_rows AS n WHERE {} "
                                    "AND ROW({}) IS DISTINCT FROM ROW({})",
                                    table_, set_, same_key_, here_, new_)));
    }
    HANSE_TRY(out.added,
              counted(fmt::format("INSERT INTO {} ({}) SELECT {} FROM pg_temp.hanse_rows AS n{}",
                                  table_, columns_, columns_, where_absent(table_ + " AS t"))));
    HANSE_TRY_STATUS(link_.run("COMMIT"));
    return out;
  }

 private:
  static void add(std::string& list, const std::string& item, std::string_view between) {
    if (!list.empty()) list += between;
    list += item;
  }
  Result<std::vector<std::string>> names_there() {
    HANSE_TRY(const auto rows, link_.ask("SELECT a.attname FROM pg_catalog.pg_class c "
                                         "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                                         "JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid "
                                         "WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 "
                                         "AND NOT a.attisdropped",
                                         {server_.schema, order_.table}));
    std::vector<std::string> out;
    for (const auto& row : rows) out.push_back(row.front());
    return out;
  }
  Result<int64_t> counted(const std::string& change) {
    HANSE_TRY(
        const auto rows,
        link_.ask("WITH changed AS (" + change + " RETURNING 1) SELECT count(*) FROM changed", {}));
    return rows.empty() ? 0 : std::atoll(rows.front().front().c_str());
  }

  PostgresLink& link_;
  const PostgresServer& server_;
  const DeliveryOrder& order_;
  std::string table_, columns_, same_key_, set_, here_, new_;
};

}  // namespace

Result<Delivered> deliver(const PostgresServer& server, const DeliveryOrder& order,
                          data::ChunkStream& rows, engine::CancelToken cancel) {
  HANSE_TRY(PostgresLink link,
            PostgresLink::open(server, PostgresLink::Mode::kReadWrite, std::move(cancel)));
  DeliveryRun run(link, server, order);
  HANSE_TRY_STATUS(run.prepare());
  HANSE_TRY(const int64_t count, run.load(rows));
  return run.merge(count);
}

}  // namespace hanse::source
