// SPDX-License-Identifier: Apache-2.0
#include "source/reader.h"

#include <sys/stat.h>

#include <algorithm>

#include "base/digest.h"
#include "base/files.h"
#include "base/utf8.h"
#include "engine/engine.h"
#include "source/archive.h"
#include "source/column_type.h"
#include "source/convert.h"
#include "source/gzip.h"
#include "source/nested.h"
#include "source/paths.h"

namespace hanse::source {
namespace {

constexpr int64_t kInspectorMemoryBytes = int64_t{256} << 20;
constexpr size_t kColumnNamesShown = 20;

enum class Format { kCsv, kJson, kNdjson, kParquet };

struct Input {
  Format format = Format::kCsv;
  std::vector<std::string> files;  // what the engine reads: open ones, archives unpacked
  std::string delimiter = ",";
};

// The ending of a file's name without `.gz` and `.zip`.
std::string ending_of(std::string_view name) {
  std::string lower = ascii_lower(name);
  for (const std::string_view packed : {".gz", ".zip"})
    if (lower.ends_with(packed)) lower.resize(lower.size() - packed.size());
  const size_t dot = lower.rfind('.');
  return dot == std::string::npos ? std::string() : lower.substr(dot + 1);
}

Result<Format> format_of(const spec::Server& server) {
  const std::string stated = ascii_lower(server.format);
  const std::string word = stated.empty() ? ending_of(server.path) : stated;
  if (word == "csv" || word == "delimited") return Format::kCsv;
  if (word == "json") return Format::kJson;
  if (word == "ndjson" || word == "jsonl") return Format::kNdjson;
  if (word == "parquet") return Format::kParquet;
  return fail(
      ErrorCode::kUnsupported,
      fmt::format("the format `{}` cannot be read, expected csv, json, ndjson or parquet", word));
}

Result<std::string> delimiter_of(const spec::Server& server) {
  if (server.delimiter.empty()) return std::string(",");
  if (server.delimiter == "\\t" || server.delimiter == "tab") return std::string("\t");
  const char c = server.delimiter[0];
  if (server.delimiter.size() == 1 && c != '"' && c != '\n' && c != '\r' && c != '\0')
    return server.delimiter;
  return fail(ErrorCode::kUnsupported,
              fmt::format("the delimiter `{}` is not supported, expected one ASCII character",
                          server.delimiter));
}

std::string_view extension_of(Format format) {
  switch (format) {
    case Format::kCsv: return ".csv";
    case Format::kJson: return ".json";
    case Format::kNdjson: return ".ndjson";
    case Format::kParquet: return ".parquet";
  }
  return "";
}

// As a message names a file: from the mesh folder on where it lies there.
std::string below(const std::string& mesh_folder, const std::string& path) {
  return path.starts_with(mesh_folder + "/") ? path.substr(mesh_folder.size() + 1) : path;
}

// `path`: of the file, held open.
Status add_file(const SourceFileName& file, const std::string& path, const SourceRoots& roots,
                Input& input) {
  const std::string name = ascii_lower(file.stated);
  const Packed packed{path, below(roots.mesh_folder, file.stated)};
  if (name.ends_with(".zip")) {
    HANSE_TRY(auto unpacked, unpack_zip(packed, extension_of(input.format), roots.scratch_folder,
                                        UnpackLimits()));
    input.files.insert(input.files.end(), unpacked.begin(), unpacked.end());
    return {};
  }
  if (!name.ends_with(".gz")) {
    input.files.push_back(path);
    return {};
  }
  if (input.format == Format::kParquet)
    return fail(ErrorCode::kUnsupported,
                "a Parquet file compresses its own pages: no `.gz` around it");
  // The engine would unpack it as well, but looks at no sum and knows no limit.
  HANSE_TRY(std::string unpacked, unpack_gzip(packed, extension_of(input.format),
                                              roots.scratch_folder, UnpackLimits()));
  input.files.push_back(std::move(unpacked));
  return {};
}

std::string file_list(const std::vector<std::string>& files) {
  std::string out = "[";
  for (const std::string& file : files) out += (out.size() > 1 ? ", " : "") + quote_literal(file);
  return out + "]";
}

std::string source_name(const spec::Property& property) {
  return property.physical_name.empty() ? property.name : property.physical_name;
}

// Nothing is detected that the contract or the format fixes: every value arrives as text.
std::string scan_of(const Input& input, const std::vector<std::string>& files,
                    const spec::SchemaObject& table) {
  if (input.format == Format::kParquet)
    return fmt::format("read_parquet({}, union_by_name = true)", file_list(files));
  if (input.format == Format::kCsv)
    return fmt::format(
        "read_csv({}, header = true, all_varchar = true, delim = {}, quote = '\"', escape = '\"', "
        "nullstr = '', allow_quoted_nulls = false, union_by_name = true, compression = 'none', "
        "strict_mode = true, null_padding = false, ignore_errors = false, comment = '')",
        file_list(files), quote_literal(input.delimiter));
  std::string columns;
  for (const spec::Property& property : table.properties)
    columns += (columns.empty() ? "" : ", ") + quote_literal(source_name(property)) + ": 'VARCHAR'";
  return fmt::format(
      "read_json({}, columns = {{{}}}, format = {}, records = true, "
      "compression = 'uncompressed', ignore_errors = false)",
      file_list(files), columns,
      input.format == Format::kNdjson ? "'newline_delimited'" : "'auto'");
}

// A private engine that looks at headers and file schemas only.
Result<std::shared_ptr<engine::Engine>> inspector() {
  // Never destroyed: an engine must not end after `main`.
  static const auto* const instance = new Result<std::shared_ptr<engine::Engine>>(
      engine::make_builder_engine({"", kInspectorMemoryBytes, 1, ""}));
  return *instance;
}

std::string_view name_of(Format format) {
  switch (format) {
    case Format::kCsv: return "CSV";
    case Format::kJson: return "JSON";
    case Format::kNdjson: return "NDJSON";
    case Format::kParquet: return "Parquet";
  }
  return "";
}

std::string unreadable_as(Format format) {
  return fmt::format("the source file cannot be read as {}", name_of(format));
}

Result<std::vector<data::Column>> columns_of(const std::string& scan, Format format) {
  HANSE_TRY(const auto engine, inspector());
  auto stream = engine->run({"SELECT * FROM " + scan + " LIMIT 0", {}}, engine::CancelToken());
  if (!stream)  // the engine's words hold paths and its own settings
    return fail(ErrorCode::kDataError, unreadable_as(format),
                "check that the `format` of the contract's server is the file's, and its header");
  return (*stream)->schema()->columns();
}

Status check_columns(const std::vector<data::Column>& found, const spec::SchemaObject& table) {
  std::string missing, present;
  for (const spec::Property& property : table.properties)
    if (std::ranges::find(found, source_name(property), &data::Column::name) == found.end())
      missing += (missing.empty() ? "`" : ", `") + source_name(property) + "`";
  if (missing.empty()) return {};
  for (size_t i = 0; i < found.size() && i < kColumnNamesShown; ++i)
    present += (present.empty() ? "`" : ", `") + found[i].name + "`";
  return fail(ErrorCode::kDataError,
              fmt::format("the source of the table `{}` lacks the columns {}", table.name, missing),
              "the file has " + present);
}

struct Parts {
  std::string raw, strict, findings;
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
  if (conversion.strict == conversion.lenient) return;
  parts.findings += fmt::format(
      "{0}CASE WHEN c{1} IS NOT NULL AND ({2}) IS NULL THEN {{'place': {1}, 'column_name': {3}, "
      "'value': CAST(c{1} AS VARCHAR)}} END",
      parts.findings.empty() ? "" : ", ", index, conversion.lenient, quote_literal(property.name));
}

Result<Parts> parts_of(const spec::SchemaObject& table, const std::vector<data::Column>& found) {
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
    if (!conversion) return fail(std::move(conversion).error());
    add_column(property, *conversion, from == "VARCHAR", i, parts);
  }
  return parts;
}

std::string findings_of(const Parts& parts, const std::string& scan) {
  if (parts.findings.empty()) return {};
  return fmt::format(
      "SELECT row_number, f.column_name AS column_name, f.value AS value FROM (SELECT row_number, "
      "unnest(list_filter([{}], lambda x: x IS NOT NULL)) AS f FROM (SELECT row_number() OVER () "
      "AS row_number, {} FROM {})) ORDER BY row_number, f.place LIMIT {}",
      parts.findings, parts.raw, scan, kFindingsMax);
}

Result<std::string> state_of(const std::vector<SourceFileName>& files) {
  std::string text;
  for (const SourceFileName& file : files) {
    struct stat info {};
    if (stat(file.resolved.c_str(), &info) != 0)
      return fail(ErrorCode::kNotFound, fmt::format("the source file `{}` went away", file.stated));
    text += fmt::format("{}|{}|{}.{:09}|{}\n", file.resolved, info.st_size, info.st_mtim.tv_sec,
                        info.st_mtim.tv_nsec, info.st_ino);
  }
  return digest_hex(text);
}

Status check_server(const spec::Server& server) {
  if (ascii_lower(server.type) == "local") return {};
  return fail(ErrorCode::kUnsupported,
              fmt::format("a server of type `{}` cannot be read, expected `local`", server.type));
}

}  // namespace

Result<SourceScan> plan_scan(const spec::DataContract& contract, const spec::SchemaObject& table,
                             const spec::Server& server, const SourceRoots& roots) {
  HANSE_TRY_STATUS(check_server(server));
  if (table.properties.empty())
    return fail(ErrorCode::kUnsupported,
                fmt::format("the table `{}` of the contract `{}` states no columns", table.name,
                            contract.id));
  Input input;
  HANSE_TRY(input.format, format_of(server));
  HANSE_TRY(input.delimiter, delimiter_of(server));
  HANSE_TRY(const auto files, find_source_files(server.path, roots));
  SourceScan out;
  out.unreadable = unreadable_as(input.format);
  HANSE_TRY(out.state, state_of(files));
  for (const SourceFileName& file : files) {
    HANSE_TRY(OpenSourceFile opened, open_source_file(file, server.path));
    HANSE_TRY_STATUS(add_file(file, opened.path, roots, input));
    out.open.push_back(std::move(opened.open));
    out.files.push_back(file.resolved);
  }
  std::vector<data::Column> found;
  const bool has_header = input.format == Format::kCsv || input.format == Format::kParquet;
  for (size_t i = 0; has_header && i < input.files.size(); ++i) {
    HANSE_TRY(auto columns, columns_of(scan_of(input, {input.files[i]}, table), input.format));
    HANSE_TRY_STATUS(check_columns(columns, table));
    if (i == 0) found = std::move(columns);
  }
  // With several Parquet files the types are those that the engine unites them to.
  if (input.format == Format::kParquet && input.files.size() > 1) {
    HANSE_TRY(found, columns_of(scan_of(input, input.files, table), input.format));
  }
  HANSE_TRY(const Parts parts, parts_of(table, found));
  const std::string scan = scan_of(input, input.files, table);
  out.select_sql = fmt::format("SELECT {} FROM (SELECT {} FROM {})", parts.strict, parts.raw, scan);
  out.findings_sql = findings_of(parts, scan);
  return out;
}

Result<std::string> source_state(const spec::Server& server, const SourceRoots& roots) {
  HANSE_TRY_STATUS(check_server(server));
  HANSE_TRY(const auto files, find_source_files(server.path, roots));
  return state_of(files);
}

}  // namespace hanse::source
