// SPDX-License-Identifier: Apache-2.0
#include "contract/distinct.h"

#include <algorithm>
#include <charconv>

#include "contract/table_rows.h"

namespace hanse::contract {
namespace {

constexpr int64_t kLookedAt = 2'048;         // rows that tell where the keys lie
constexpr int64_t kBitsMax = 1'000'000'000;  // of one bitmap; each thread has one
constexpr int64_t kSpread = 4;               // bits for each row, at least

struct Range {
  int64_t low = 0, high = 0;
};

std::optional<int64_t> whole_number(const std::string& text) {
  int64_t out = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

bool is_whole(const std::string& type) {
  return type == "TINYINT" || type == "SMALLINT" || type == "INTEGER" || type == "BIGINT" ||
         type == "UTINYINT" || type == "USMALLINT" || type == "UINTEGER";
}

// Of a row as text, its separators with it; quotes are not counted.
std::string row_bytes(const TableUnderTest& table) {
  std::string out = "0";
  for (const Place& place : table.columns)
    if (!place.present.empty()) out += fmt::format(" + 1 + coalesce(strlen({}), 0)", place.text);
  return out;
}

// Where the keys are taken to lie: those outside cost a second look, and are never missed.
std::optional<Range> likely_range(const CheckRun& run, const TableUnderTest& table,
                                  const std::string& key) {
  const bool is_text = table.text_bytes > 0;
  const auto looked_at = [&](const std::string& rows) {
    return fmt::format("SELECT min(k), max(k), CAST(avg(b) AS BIGINT) FROM (SELECT {} AS k, {} AS "
                       "b FROM ({}) LIMIT {})",
                       key, is_text ? row_bytes(table) : "0", rows, kLookedAt);
  };
  const auto rows = ask_rows(*run.engine, table, looked_at, 1);
  if (!rows || rows->size() != 1) return std::nullopt;
  const auto least = whole_number((*rows)[0][0]), most = whole_number((*rows)[0][1]);
  const int64_t bytes = whole_number((*rows)[0][2]).value_or(0);
  const int64_t likely_rows =
      is_text && bytes > 0
          ? std::min(table.rows_at_most, static_cast<int64_t>(table.text_bytes) / bytes + 1)
          : table.rows_at_most;
  const int64_t span = std::min(likely_rows * kSpread, kBitsMax);
  if (!least || !most || *least <= INT64_MIN / 2 || *most >= INT64_MAX / 2) return std::nullopt;
  if (*most - *least >= span) return std::nullopt;  // they lie far apart
  const bool from_zero = *least >= 0 && *most < span;
  const int64_t low = from_zero ? 0 : *least - (span - (*most - *least)) / 2;
  return Range{low, low + span - 1};
}

}  // namespace

std::string exact_duplicate_count(const Check& check) {
  const std::string key = whole_key(check);
  return fmt::format("count({0}) - count(DISTINCT {0})", key);
}

DuplicateCount duplicate_count(const CheckRun& run, const TableUnderTest& table,
                               const Check& check) {
  if (table.rows_at_most < kManyRows) return {exact_duplicate_count(check), {}, true};
  const std::string key = whole_key(check);
  const auto column = std::ranges::find(table.columns, key, &Place::value);
  const bool is_number =
      check.key_values.size() == 1 && column != table.columns.end() && is_whole(column->type);
  if (is_number) {
    if (const auto range = likely_range(run, table, key)) {
      const std::string inside = fmt::format("CASE WHEN {0} BETWEEN {1} AND {2} THEN {0} END", key,
                                             range->low, range->high);
      return {fmt::format("count({0}) - coalesce(bit_count(bitstring_agg({1}, {2}, {3})), 0)", key,
                          inside, range->low, range->high),
              fmt::format("count({}) - count({})", key, inside), false};
    }
    return {exact_duplicate_count(check), {}, true};
  }
  std::string parts;
  for (const std::string& value : check.key_values) parts += (parts.empty() ? "" : ", ") + value;
  return {fmt::format("count({0}) - count(DISTINCT CASE WHEN {0} IS NOT NULL THEN hash({1}) END)",
                      key, parts),
          {},
          false};
}

}  // namespace hanse::contract
