// SPDX-License-Identifier: Apache-2.0
#include "source/reader.h"

#include <algorithm>

#include "base/utf8.h"
#include "source/column_type.h"
#include "source/convert.h"
#include "source/input.h"
#include "source/nested.h"

namespace hanse::source {
namespace {

constexpr int64_t kInspectorMemoryBytes = int64_t{256} << 20;
constexpr size_t kColumnNamesShown = 20;

// A private engine that looks at headers and file schemas only.
Result<std::shared_ptr<engine::Engine>> inspector() {
  // Never destroyed: an engine must not end after `main`.
  static const auto* const instance = new Result<std::shared_ptr<engine::Engine>>(
      engine::make_builder_engine({"", kInspectorMemoryBytes, 1, ""}));
  return *instance;
}

// Every value of JSON arrives as text; the other formats have their own names.
std::vector<data::Column> text_columns(Format format, const spec::SchemaObject& table) {
  std::vector<data::Column> out;
  if (format == Format::kCsv || format == Format::kParquet) return out;
  for (const spec::Property& property : table.properties)
    out.push_back({source_name(property), "VARCHAR"});
  return out;
}

Result<std::vector<data::Column>> header_of(const Input& input,
                                            const std::vector<std::string>& files) {
  HANSE_TRY(const auto engine, inspector());
  return columns_of(*engine, scan_of(input, files, {}), input.format);
}

Status check_columns(const std::vector<data::Column>& found, const spec::SchemaObject& table,
                     const Input& input) {
  std::string missing, present;
  for (const spec::Property& property : table.properties)
    if (std::ranges::find(found, source_name(property), &data::Column::name) == found.end())
      missing += (missing.empty() ? "`" : ", `") + source_name(property) + "`";
  if (missing.empty()) return {};
  for (size_t i = 0; i < found.size() && i < kColumnNamesShown; ++i)
    present += (present.empty() ? "`" : ", `") + found[i].name + "`";
  return fail(ErrorCode::kDataError,
              fmt::format("the source of the table `{}` lacks the columns {}", table.name, missing),
              (input.columns.empty() ? "the file has " : "the table has ") + present);
}

struct Parts {
  std::string raw, strict, findings;
  std::string lenient, texts, record;  // of sources whose bad rows are kept apart
  std::string is_bad, reasons;         // of a row; empty: no cell can be bad
};

void add_column(const spec::Property& property, const Conversion& conversion, bool is_text,
                size_t index, Parts& parts) {
  const std::string column = quote_identifier(source_name(property));
  const std::vector<std::string> words = missing_words(property);
  std::string raw = column;
  if (is_text && !words.empty()) {
    std::string list;
    for (const std::string& word : words) list += (list.empty() ? "" : ", ") + quote_literal(word);
    raw = fmt::format("CASE WHEN {0} IN ({1}) THEN NULL ELSE {0} END", column, list);
  }
  const std::string separator = index == 0 ? "" : ", ";
  parts.raw += fmt::format("{}{} AS c{}", separator, raw, index);
  parts.strict +=
      fmt::format("{}{} AS {}", separator, conversion.strict, quote_identifier(property.name));
  const std::string name = quote_identifier(property.name);
  parts.lenient += fmt::format("{}{} AS {}", separator, conversion.lenient, name);
  parts.texts += fmt::format(", CAST(c{} AS VARCHAR) AS {}", index, name);
  parts.record += fmt::format("{}{}: CAST(c{} AS VARCHAR)", separator,
                              quote_literal(property.name), index);
  if (conversion.strict == conversion.lenient) return;
  const std::string is_bad =
      fmt::format("(c{} IS NOT NULL AND ({}) IS NULL)", index, conversion.lenient);
  parts.is_bad += (parts.is_bad.empty() ? "" : " OR ") + is_bad;
  parts.reasons += fmt::format(
      "{}CASE WHEN {} THEN {} ELSE '' END", parts.reasons.empty() ? "" : " || ", is_bad,
      quote_literal(fmt::format("`{}` is not of the column's type; ", property.name)));
  parts.findings += fmt::format(
      "{0}CASE WHEN c{1} IS NOT NULL AND ({2}) IS NULL THEN {{'place': {1}, 'column_name': {3}, "
      "'value': CAST(c{1} AS VARCHAR)}} END",
      parts.findings.empty() ? "" : ", ", index, conversion.lenient, quote_literal(property.name));
}

// A number of the source may have more digits than a floating-point column keeps.
bool may_be_rounded(const Input& input, const spec::Property& property, const std::string& type) {
  if (type != "DOUBLE" && type != "FLOAT") return false;
  const auto column =
      std::ranges::find(input.columns, source_name(property), &PostgresColumn::name);
  return column != input.columns.end() && (column->base == "numeric" || column->base == "int8");
}

Result<Parts> parts_of(const spec::SchemaObject& table, const std::vector<data::Column>& found,
                       const Input& input) {
  Parts parts;
  for (size_t i = 0; i < table.properties.size(); ++i) {
    const spec::Property& property = table.properties[i];
    HANSE_TRY(const std::string type, column_type(property));
    const auto column = std::ranges::find(found, source_name(property), &data::Column::name);
    const std::string from = column == found.end() ? "VARCHAR" : column->type;
    const std::string value = fmt::format("c{}", i);
    const bool nested =
        type.ends_with(']') || type.starts_with("STRUCT(") || type.starts_with("MAP(");
    auto conversion = nested && from == "VARCHAR"
                          ? nested_conversion_of(property, value)
                          : typed_conversion_of(property, from, type, value);
    if (may_be_rounded(input, property, type)) conversion = exact_number_of(type, value);
    if (!conversion) return fail(std::move(conversion).error());
    add_column(property, *conversion, from == "VARCHAR", i, parts);
  }
  return parts;
}

std::string findings_of(const Parts& parts, const std::string& scan, const Input& input) {
  if (parts.findings.empty()) return {};
  const std::string key = row_key(input);
  return fmt::format(
      "SELECT row_name, f.column_name AS column_name, f.value AS value FROM (SELECT row_number, "
      "row_name, unnest(list_filter([{}], lambda x: x IS NOT NULL)) AS f FROM (SELECT row_number() "
      "OVER () AS row_number, {} AS row_name, {} FROM {})) ORDER BY row_number, f.place LIMIT {}",
      parts.findings, key.empty() ? "row_number() OVER ()" : key, parts.raw, scan, kFindingsMax);
}

std::vector<Drift> drifts_of(const Input& input, const spec::SchemaObject& table) {
  std::vector<Drift> out;
  for (const spec::Property& property : table.properties) {
    const auto column =
        std::ranges::find(input.columns, source_name(property), &PostgresColumn::name);
    if (column != input.columns.end() && !suits(*column, property))
      out.push_back({&property, column->type});
  }
  return out;
}

void add_apart(const Parts& parts, const std::string& scan, SourceScan& out) {
  if (parts.is_bad.empty()) return;
  out.sound_sql = fmt::format("SELECT {} FROM (SELECT {} FROM {}) WHERE NOT ({})", parts.lenient,
                              parts.raw, scan, parts.is_bad);
  out.unsound_sql = fmt::format(
      "SELECT row_number, rtrim({}, '; ') AS reason, CAST({{{}}} AS VARCHAR) AS record{} FROM "
      "(SELECT row_number() OVER () AS row_number, {} FROM {}) WHERE {}",
      parts.reasons, parts.record, parts.texts, parts.raw, scan, parts.is_bad);
}

}  // namespace

Result<SourceScan> plan_scan(const spec::DataContract& contract, const spec::SchemaObject& table,
                             const spec::Server& server, const SourceRoots& roots) {
  if (table.properties.empty())
    return fail(ErrorCode::kUnsupported,
                fmt::format("the table `{}` of the contract `{}` states no columns", table.name,
                            contract.id));
  HANSE_TRY(Input input, open_table_input(table, server, roots));
  SourceScan out;
  out.drifts = drifts_of(input, table);
  out.unreadable = unreadable_as(input.format);
  std::vector<data::Column> found = input.fetched;
  const std::vector<data::Column> as_text =
      found.empty() ? text_columns(input.format, table) : found;
  if (!found.empty()) HANSE_TRY_STATUS(check_columns(found, table, input));
  const bool has_header = found.empty() && (input.format == Format::kCsv ||
                                            input.format == Format::kParquet);
  for (size_t i = 0; has_header && i < input.files.size(); ++i) {
    HANSE_TRY(auto columns, header_of(input, {input.files[i]}));
    HANSE_TRY_STATUS(check_columns(columns, table, input));
    if (i == 0) found = std::move(columns);
  }
  // With several Parquet files the types are those that the engine unites them to.
  if (input.format == Format::kParquet && input.files.size() > 1) {
    HANSE_TRY(found, header_of(input, input.files));
  }
  HANSE_TRY(const Parts parts, parts_of(table, found, input));
  const std::string scan = scan_of(input, input.files, as_text);
  out.select_sql = fmt::format("SELECT {} FROM (SELECT {} FROM {})", parts.strict, parts.raw, scan);
  out.findings_sql = findings_of(parts, scan, input);
  add_apart(parts, scan, out);
  out.state = std::move(input.state);
  out.kept = std::move(input.kept);
  out.files = std::move(input.resolved);
  out.open = std::move(input.open);
  return out;
}

Result<std::string> source_state(const spec::Server& server, const SourceRoots& roots) {
  return input_state(server, roots);
}

}  // namespace hanse::source
