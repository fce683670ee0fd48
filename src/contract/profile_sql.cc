// SPDX-License-Identifier: Apache-2.0
#include "contract/profile_sql.h"

#include <algorithm>
#include <charconv>

#include "base/json.h"
#include "base/utf8.h"
#include "contract/infer_types.h"
#include "source/column_type.h"
#include "source/convert.h"

namespace hanse::contract {
namespace {

using From = ColumnProfile::From;
using spec::LogicalType;

bool is_text(const ColumnProfile& column) {
  return column.from != From::kContainer &&
         (column.from != From::kTyped || (column.stated.logical_type == LogicalType::kString &&
                                          column.stated.physical_type != "blob"));
}
bool is_ordered(const ColumnProfile& column) {
  return column.from != From::kTyped || column.stated.physical_type != "blob";
}

std::string literals(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + quote_literal(word);
  return out;
}

// Words that are held to mean "missing" in this column.
std::vector<std::string> words_for(const ColumnProfile& column) {
  if (column.from != From::kText && column.from != From::kJsonText) return {};
  const bool may_be_other = column.types.size() > 1;
  std::vector<std::string> out;
  for (const std::string& word : missing_words_known()) {
    const bool is_seen =
        std::ranges::any_of(column.sample, [&](const auto& cell) { return cell && *cell == word; });
    if (may_be_other || (is_seen && is_missing_word_of_text(word))) out.push_back(word);
  }
  return out;
}

// A candidate's value, NULL where it does not read the text.
Result<std::string> reading(const ColumnProfile& column, const TypeCandidate& type,
                            const std::string& value) {
  if (column.from == From::kTyped) return value;
  HANSE_TRY(const std::string engine_type, source::column_type(type.property));
  HANSE_TRY(const source::Conversion conversion,
            source::conversion_of(type.property, engine_type, value));
  const bool is_number = type.property.logical_type == LogicalType::kInteger ||
                         type.property.logical_type == LogicalType::kNumber;
  if (!is_number || column.from != From::kText) return conversion.lenient;
  // `007` would be read, and no longer be what it was.
  return fmt::format("CASE WHEN regexp_matches({}, '^([+]|-?0[0-9])') THEN NULL ELSE {} END", value,
                     conversion.lenient);
}

// The last candidate is text, which reads everything, unless the file states the type.
size_t tested(const ColumnProfile& column) {
  if (column.from == From::kTyped) return is_ordered(column) ? 1 : 0;
  return column.types.empty() ? 0 : column.types.size() - 1;
}

void append(std::string& out, const std::string& part) {
  if (!out.empty()) out += ", ";
  out += part;
}

void add_aggregates(const ColumnProfile& column, size_t i, std::string& out) {
  const std::string v = fmt::format("v{}", i);
  append(out, fmt::format("count({})", v));
  if (column.from == From::kContainer) return;
  append(out, fmt::format("approx_count_distinct({})", v));
  append(out, is_text(column) ? fmt::format("min(length({0})), max(length({0}))", v) : "0, 0");
  const auto words = words_for(column);
  append(out, words.empty() ? std::string("NULL")
                            : fmt::format("to_json(histogram(r{0}) FILTER (WHERE r{0} IN ({1})))",
                                          i, literals(words)));
  for (size_t j = 0; j < tested(column); ++j) {
    const std::string t = fmt::format("t{}_{}", i, j);
    const std::string fails = fmt::format("{} IS NOT NULL AND {} IS NULL", v, t);
    append(out, fmt::format("count(*) FILTER (WHERE {})", fails));
    append(out, fmt::format("min(left(CAST({} AS VARCHAR), 40)) FILTER (WHERE {})", v, fails));
    append(out, fmt::format("min({0}), max({0})", t));
  }
  for (const PatternCandidate& pattern : column.patterns)
    append(out, fmt::format("count(*) FILTER (WHERE NOT regexp_full_match({}, {}))", v,
                            quote_literal(pattern.pattern)));
}

class Cells {
 public:
  explicit Cells(const CountCells& cells) : cells_(cells) {}
  const std::optional<std::string>& next() {
    static const std::optional<std::string> kNone;
    return at_ < cells_.size() ? cells_[at_++] : kNone;
  }
  int64_t count() { return count_of(next()); }
  std::string text() { return next().value_or(""); }

 private:
  const CountCells& cells_;
  size_t at_ = 0;
};

}  // namespace

std::string sample_sql(const Frame& frame, size_t rows) {
  std::string columns;
  for (const FrameColumn& column : frame.columns)
    append(columns,
           fmt::format("left(CAST({} AS VARCHAR), {})", column.expression, kSampleTextMax));
  // Repeatable: in the order of the rows, on one thread, by one seed.
  return fmt::format("SELECT {} FROM {} USING SAMPLE reservoir({} ROWS) REPEATABLE (17)", columns,
                     frame.from, rows);
}

std::string value_sql(const ColumnProfile& column, const std::string& expression) {
  const auto words = words_for(column);
  if (words.empty()) return expression;
  return fmt::format("CASE WHEN {0} IN ({1}) THEN NULL ELSE {0} END", expression, literals(words));
}

Result<std::string> counts_sql(const Frame& frame, std::pair<size_t, size_t> range,
                               const TableProfile& profile) {
  std::string raw, values, typed, aggregates;
  for (size_t i = range.first; i < range.second; ++i) {
    const ColumnProfile& column = profile.columns[frame.columns[i].column];
    const std::string r = fmt::format("r{}", i), v = fmt::format("v{}", i);
    append(raw, fmt::format("{} AS {}", frame.columns[i].expression, r));
    append(values, fmt::format("{}, {} AS {}", r, value_sql(column, r), v));
    append(typed, fmt::format("{}, {}", r, v));
    for (size_t j = 0; column.from != From::kContainer && j < tested(column); ++j) {
      HANSE_TRY(const std::string read, reading(column, column.types[j], v));
      append(typed, fmt::format("{} AS t{}_{}", read, i, j));
    }
    add_aggregates(column, i, aggregates);
  }
  return fmt::format(
      "SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (SELECT count(*), {} FROM (SELECT {} FROM (SELECT "
      "{} "
      "FROM (SELECT {} FROM {}))))",
      aggregates, typed, values, raw, frame.from);
}

void take_counts(const Frame& frame, std::pair<size_t, size_t> range, const CountCells& cells,
                 TableProfile& profile) {
  Cells in(cells);
  const int64_t rows = in.count();
  for (size_t i = range.first; i < range.second; ++i) {
    ColumnProfile& column = profile.columns[frame.columns[i].column];
    column.rows = rows;
    column.present = in.count();
    if (column.from == From::kContainer) continue;
    column.distinct = std::min(in.count(), column.present);
    column.length_min = in.count();
    column.length_max = in.count();
    column.missing = value_counts(in.next());
    for (size_t j = 0; j < tested(column); ++j) {
      TypeCandidate& type = column.types[j];
      type.failing = in.count();
      type.example = in.text();
      type.minimum = in.text();
      type.maximum = in.text();
    }
    for (PatternCandidate& pattern : column.patterns) pattern.failing = in.count();
  }
}

int64_t count_of(const std::optional<std::string>& cell) {
  int64_t out = 0;
  if (cell) std::from_chars(cell->data(), cell->data() + cell->size(), out);
  return out;
}

std::vector<ValueCount> value_counts(const std::optional<std::string>& cell) {
  std::vector<ValueCount> out;
  if (!cell) return out;
  const auto parsed = Json::parse(*cell);
  if (!parsed) return out;
  for (const auto& [value, count] : parsed->members()) out.push_back({value, count.as_int()});
  std::ranges::sort(out, [](const ValueCount& left, const ValueCount& right) {
    return left.count != right.count ? left.count > right.count : left.value < right.value;
  });
  return out;
}

}  // namespace hanse::contract
