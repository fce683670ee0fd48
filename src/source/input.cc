// SPDX-License-Identifier: Apache-2.0
#include "source/input.h"

#include <sys/stat.h>

#include "base/digest.h"
#include "base/utf8.h"
#include "source/archive.h"
#include "source/gzip.h"
#include "source/postgres_input.h"
#include "source/unpack.h"

namespace hanse::source {
namespace {

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
    case Format::kCsv:
      return ".csv";
    case Format::kJson:
      return ".json";
    case Format::kNdjson:
      return ".ndjson";
    case Format::kParquet:
      return ".parquet";
  }
  return "";
}

// As a message names a file: from the mesh folder on where it lies there.
std::string below(const std::string& mesh_folder, const std::string& path) {
  return path.starts_with(mesh_folder + "/") ? path.substr(mesh_folder.size() + 1) : path;
}

void add(Input& input, std::string file, std::string name) {
  struct stat info{};
  if (stat(file.c_str(), &info) == 0) input.bytes += static_cast<uint64_t>(info.st_size);
  input.files.push_back(std::move(file));
  input.names.push_back(std::move(name));
}

// `path`: of the file, held open.
Status add_file(const SourceFileName& file, const std::string& path, const SourceRoots& roots,
                Input& input) {
  const std::string name = ascii_lower(file.stated);
  const Packed packed{path, below(roots.mesh_folder, file.stated)};
  if (name.ends_with(".zip")) {
    HANSE_TRY(auto unpacked,
              unpack_zip(packed, extension_of(input.format), roots.scratch_folder, UnpackLimits()));
    for (std::string& one : unpacked) add(input, std::move(one), packed.name);
    return {};
  }
  if (!name.ends_with(".gz")) {
    add(input, path, packed.name);
    return {};
  }
  if (input.format == Format::kParquet)
    return fail(ErrorCode::kUnsupported,
                "a Parquet file compresses its own pages: no `.gz` around it");
  // The engine would unpack it as well, but looks at no sum and knows no limit.
  HANSE_TRY(std::string unpacked,
            unpack_gzip(packed, extension_of(input.format), roots.scratch_folder, UnpackLimits()));
  add(input, std::move(unpacked), packed.name);
  return {};
}

// Names and types as the `columns` argument of a table function.
std::string column_map(const std::vector<data::Column>& columns) {
  std::string out;
  for (const data::Column& column : columns)
    out +=
        (out.empty() ? "" : ", ") + quote_literal(column.name) + ": " + quote_literal(column.type);
  return "{" + out + "}";
}

Result<std::string> state_of(const std::vector<SourceFileName>& files) {
  std::string text;
  for (const SourceFileName& file : files) {
    struct stat info{};
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
              fmt::format("a server of type `{}` cannot be read, expected `local` or `postgres`",
                          server.type));
}

}  // namespace

std::string file_list(const std::vector<std::string>& files) {
  std::string out = "[";
  for (const std::string& file : files) out += (out.size() > 1 ? ", " : "") + quote_literal(file);
  return out + "]";
}

std::string_view name_of(Format format) {
  switch (format) {
    case Format::kCsv:
      return "CSV";
    case Format::kJson:
      return "JSON";
    case Format::kNdjson:
      return "NDJSON";
    case Format::kParquet:
      return "Parquet";
  }
  return "";
}

std::string unreadable_as(Format format) {
  return fmt::format("the source file cannot be read as {}", name_of(format));
}

std::string source_label(const spec::Server& server) {
  if (!is_postgres(server)) return server.path;
  const Json& fields = server.values.reveal();
  const std::string port = fields["port"].is_string() ? std::string(fields["port"].as_string())
                                                      : fields["port"].dump();
  return fmt::format("postgres://{}:{}/{}", fields["host"].as_string(), port,
                     fields["database"].as_string());
}

const std::string& table_name(const spec::SchemaObject& table) {
  return table.physical_name.empty() ? table.name : table.physical_name;
}

spec::Server server_of_table(const spec::Server& server, const spec::SchemaObject& table) {
  spec::Server out = server;
  for (const std::string_view word : {"{model}", "{table}", "{object}"})
    for (size_t at = 0; (at = out.path.find(word, at)) != std::string::npos;
         at += table_name(table).size())
      out.path.replace(at, word.size(), table_name(table));
  return out;
}

const std::string& source_name(const spec::Property& property) {
  return property.physical_name.empty() ? property.name : property.physical_name;
}

Result<Input> open_input(const spec::Server& server, const SourceRoots& roots) {
  HANSE_TRY_STATUS(check_server(server));
  Input input;
  HANSE_TRY(input.format, format_of(server));
  HANSE_TRY(input.delimiter, delimiter_of(server));
  HANSE_TRY(const auto files, find_source_files(server.path, roots));
  HANSE_TRY(input.state, state_of(files));
  for (const SourceFileName& file : files) {
    HANSE_TRY(OpenSourceFile opened, open_source_file(file, server.path));
    HANSE_TRY_STATUS(add_file(file, opened.path, roots, input));
    input.open.push_back(std::move(opened.open));
    input.resolved.push_back(file.resolved);
  }
  return input;
}

Result<Input> open_table_input(const spec::SchemaObject& table, const spec::Server& server,
                               const SourceRoots& roots) {
  return is_postgres(server) ? open_postgres_input(table, server, roots)
                             : open_input(server_of_table(server, table), roots);
}

Result<std::string> input_state(const spec::Server& server, const SourceRoots& roots) {
  if (is_postgres(server)) return postgres_state(server, roots);
  HANSE_TRY_STATUS(check_server(server));
  HANSE_TRY(const auto files, find_source_files(server.path, roots));
  return state_of(files);
}

std::string scan_of(const Input& input, const std::vector<std::string>& files,
                    const std::vector<data::Column>& columns, std::string_view rest) {
  if (input.format == Format::kParquet)
    return fmt::format("read_parquet({}, union_by_name = true{})", file_list(files), rest);
  if (input.format == Format::kCsv) {
    const std::string shape = columns.empty()
                                  ? "all_varchar = true, union_by_name = true"
                                  : "auto_detect = false, columns = " + column_map(columns);
    return fmt::format(
        "read_csv({}, header = true, {}, delim = {}, quote = '\"', escape = '\"', "
        "nullstr = '', allow_quoted_nulls = false, compression = 'none', "
        "strict_mode = true, null_padding = false, ignore_errors = false, comment = ''{}{})",
        file_list(files), shape, quote_literal(input.delimiter), input.reading, rest);
  }
  return fmt::format(
      "read_json({}, columns = {}, format = {}, records = true, "
      "compression = 'uncompressed', ignore_errors = false{})",
      file_list(files), column_map(columns),
      input.format == Format::kNdjson ? "'newline_delimited'" : "'auto'", rest);
}

Result<std::vector<data::Column>> columns_of(engine::Engine& engine, const std::string& scan,
                                             Format format) {
  auto stream = engine.run({"SELECT * FROM " + scan + " LIMIT 0", {}}, engine::CancelToken());
  if (!stream)  // the engine's words hold paths and its own settings
    return fail(ErrorCode::kDataError, unreadable_as(format),
                "check that the `format` of the contract's server is the file's, and its header");
  return (*stream)->schema()->columns();
}

}  // namespace hanse::source
