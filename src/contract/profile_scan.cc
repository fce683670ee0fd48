// SPDX-License-Identifier: Apache-2.0
#include "contract/profile_scan.h"

#include <algorithm>

#include "contract/infer_pattern.h"
#include "contract/infer_types.h"
#include "contract/profile_sql.h"
#include "data/encode.h"

namespace hanse::contract {
namespace {

using From = ColumnProfile::From;

constexpr size_t kColumnsOfPassMax = 40;  // of one statement: it holds a state for each aggregate
constexpr double kMayBeUnique = 0.5;      // approx_count_distinct may be off by a third
constexpr int64_t kMayBeFrequent = kFrequentMax * 3 / 2;

std::string cell_of(const data::CellReader& reader, int64_t row) {
  std::string out;
  data::append_plain_value(reader, row, out);
  return out;
}

// Floats are no keys: equal ones may differ, and different ones be equal.
bool is_measured(const ColumnProfile& column) {
  const TypeChoice choice = choose_type(column);
  return choice.type == nullptr ||
         (choice.type->property.logical_type == spec::LogicalType::kNumber &&
          !choice.type->property.physical_type.starts_with("decimal"));
}

std::string expression_of(const ScannedTable& table, size_t column) {
  for (const FrameColumn& each : table.frames[0].columns)
    if (each.column == column) return value_sql(table.profile.columns[column], each.expression);
  return "NULL";
}

std::string key_list(const Profiler::Side& side) {
  std::string out;
  for (size_t i = 0; i < side.columns.size(); ++i)
    out += fmt::format("{}CAST({} AS VARCHAR) AS k{}", i == 0 ? "" : ", ",
                       expression_of(side.table, side.columns[i]), i);
  return out;
}

}  // namespace

Result<Profiler::Rows> Profiler::ask(const std::string& sql, const std::string& unreadable) {
  // The engine's words hold paths and statements: they are not told.
  const auto failed = [&](const Error& error) {
    if (error.code == ErrorCode::kCancelled || error.code == ErrorCode::kTimeout ||
        error.code == ErrorCode::kLimitExceeded)
      return fail(error.code, "the data could not be looked at to its end");
    return fail(ErrorCode::kDataError, unreadable,
                "check that the file's name ends as its format is called (.csv, .json, .ndjson, "
                ".parquet)");
  };
  auto stream = engine_.run({sql, {}}, cancel_);
  if (!stream) return failed(stream.error());
  Rows rows;
  const auto schema = (*stream)->schema();
  while (true) {
    auto chunk = (*stream)->next();
    if (!chunk) return failed(chunk.error());
    if (chunk->empty()) return rows;
    const auto readers = data::readers_of(*schema, *chunk);
    for (int64_t row = 0; row < chunk->rows(); ++row) {
      std::vector<Cell>& cells = rows.emplace_back();
      for (const data::CellReader& reader : readers)
        cells.push_back(reader.is_null(row) ? Cell() : Cell(cell_of(reader, row)));
    }
  }
}

Result<std::string> Profiler::text_of(const std::string& sql, const std::string& unreadable) {
  HANSE_TRY(const Rows rows, ask(sql, unreadable));
  return rows.empty() || !rows[0][0] ? std::string() : *rows[0][0];
}

Status Profiler::sample(const Frame& frame, ScannedTable& table, bool is_table) {
  if (frame.columns.empty()) return {};
  const size_t rows =
      std::clamp(limits_.sample_cells / frame.columns.size(), size_t{100}, limits_.sample_rows);
  HANSE_TRY(const Rows sampled, ask(sample_sql(frame, rows), table.unreadable));
  if (is_table) table.profile.sampled = static_cast<int64_t>(sampled.size());
  for (size_t i = 0; i < frame.columns.size(); ++i) {
    ColumnProfile& column = table.profile.columns[frame.columns[i].column];
    if (column.from == From::kContainer) continue;
    for (const auto& row : sampled) column.sample.push_back(row[i]);
    column.types = type_candidates(column);
    const spec::Property& first = column.types.front().property;
    if (first.logical_type != spec::LogicalType::kString || first.physical_type == "blob") continue;
    std::vector<std::string_view> values;
    for (const Cell& cell : column.sample)
      if (cell && !is_missing_word_of_text(*cell)) values.push_back(*cell);
    column.patterns = pattern_candidates(values);
  }
  return {};
}

Status Profiler::count_columns(const Frame& frame, std::pair<size_t, size_t> range,
                               ScannedTable& table) {
  HANSE_TRY(const std::string sql, counts_sql(frame, range, table.profile));
  HANSE_TRY(const Rows rows, ask(sql, table.unreadable));
  if (rows.size() != 1) return fail(ErrorCode::kInternal, "counting gave no row");
  take_counts(frame, range, rows[0], table.profile);
  return {};
}

Status Profiler::count(const Frame& frame, ScannedTable& table) {
  for (size_t from = 0; from < frame.columns.size(); from += kColumnsOfPassMax)
    HANSE_TRY_STATUS(count_columns(
        frame, {from, std::min(from + kColumnsOfPassMax, frame.columns.size())}, table));
  return {};
}

// Exact where it matters: what may be unique, and what may be a closed list.
Status Profiler::count_distinct(const Frame& frame, ScannedTable& table) {
  std::string sql;
  std::vector<std::pair<ColumnProfile*, bool>> asked;  // and whether its values are listed
  for (const FrameColumn& each : frame.columns) {
    ColumnProfile& column = table.profile.columns[each.column];
    if (column.from == From::kContainer || column.present == 0) continue;
    const bool is_list = column.distinct <= kMayBeFrequent && column.length_max <= 200;
    const bool is_unique = static_cast<double>(column.distinct) >=
                               kMayBeUnique * static_cast<double>(column.present) &&
                           !column.is_repeated && !is_measured(column);
    if (!is_list && !is_unique) continue;
    const std::string value = value_sql(column, each.expression);
    const std::string count = is_list
                                  ? fmt::format("to_json(histogram(CAST({} AS VARCHAR)))", value)
                                  : fmt::format("count(DISTINCT {})", value);
    sql += fmt::format("{}CAST({} AS VARCHAR)", sql.empty() ? "" : ", ", count);
    asked.emplace_back(&column, is_list);
  }
  if (asked.empty()) return {};
  HANSE_TRY(const Rows rows,
            ask(fmt::format("SELECT {} FROM {}", sql, frame.from), table.unreadable));
  if (rows.size() != 1) return fail(ErrorCode::kInternal, "counting gave no row");
  for (size_t i = 0; i < asked.size(); ++i) {
    auto& [column, is_list] = asked[i];
    column->distinct_is_exact = true;
    if (!is_list) {
      column->distinct = count_of(rows[0][i]);
      continue;
    }
    column->frequent = value_counts(rows[0][i]);
    column->distinct = static_cast<int64_t>(column->frequent.size());
    if (column->distinct > kFrequentMax) column->frequent.clear();
  }
  return {};
}

Result<ScannedTable> Profiler::scan(ShapedTable shaped, std::string unreadable) {
  ScannedTable table{std::move(shaped.profile), std::move(shaped.frames), std::move(unreadable)};
  for (size_t i = 0; i < table.frames.size(); ++i) {
    const Frame& frame = table.frames[i];
    HANSE_TRY_STATUS(sample(frame, table, i == 0));
    HANSE_TRY_STATUS(count(frame, table));
    HANSE_TRY_STATUS(count_distinct(frame, table));
  }
  if (!table.frames[0].columns.empty())
    table.profile.rows = table.profile.columns[table.frames[0].columns[0].column].rows;
  return table;
}

Result<int64_t> Profiler::repeats(const ScannedTable& table, const std::vector<size_t>& columns) {
  HANSE_TRY(const std::string distinct,
            text_of(fmt::format("SELECT CAST(count(*) AS VARCHAR) FROM (SELECT DISTINCT * FROM "
                                "(SELECT {} FROM {}))",
                                key_list({table, columns}), table.frames[0].from),
                    table.unreadable));
  return table.profile.rows - count_of(distinct);
}

Result<Inclusion> Profiler::inclusion(const Side& from, const Side& to) {
  std::string names, present;
  for (size_t i = 0; i < from.columns.size(); ++i) {
    names += fmt::format("{}k{}", i == 0 ? "" : ", ", i);
    present += fmt::format("{}k{} IS NOT NULL", i == 0 ? "" : " AND ", i);
  }
  HANSE_TRY(const Rows rows,
            ask(fmt::format("SELECT CAST(count(*) AS VARCHAR), CAST(count(*) - count(found) AS "
                            "VARCHAR) FROM (SELECT DISTINCT {0} FROM (SELECT {1} FROM {2}) WHERE "
                            "{3}) LEFT JOIN (SELECT DISTINCT {0}, true AS found FROM (SELECT {4} "
                            "FROM {5})) USING ({0})",
                            names, key_list(from), from.table.frames[0].from, present, key_list(to),
                            to.table.frames[0].from),
                from.table.unreadable));
  if (rows.empty()) return Inclusion{};
  return Inclusion{count_of(rows[0][0]), count_of(rows[0][1])};
}

}  // namespace hanse::contract
