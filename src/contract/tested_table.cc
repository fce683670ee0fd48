// SPDX-License-Identifier: Apache-2.0
#include "contract/tested_table.h"

#include <algorithm>

#include "base/utf8.h"
#include "contract/rows.h"
#include "contract/table_reader.h"
#include "source/csv_header.h"
#include "source/input.h"

namespace hanse::contract {
namespace {

using source::Format;

constexpr int64_t kPieceBytes = int64_t{8} << 20;  // a row has at most 2 MB
constexpr const char* kFileColumn = "\x01place_file";  // no column of a contract is called so
constexpr uint64_t kRowBytesMin = 8;  // a guess: how many rows are expected decides no verdict

Result<std::vector<data::Column>> columns_in(engine::Engine& engine, const source::Input& input,
                                             const std::string& file) {
  if (input.format != Format::kCsv)
    return source::columns_of(engine, source::scan_of(input, {file}, {}), input.format);
  std::vector<data::Column> out;
  HANSE_TRY(const auto names, source::read_csv_header(file, input.delimiter.front()));
  for (const std::string& name : names) out.push_back({name, "VARCHAR"});
  return out;
}

struct Header {
  std::vector<data::Column> columns;  // those that every file has
  bool is_shared = true;              // all files have the same, in the same order
};

Result<Header> header_of(engine::Engine& engine, const source::Input& input) {
  Header out;
  for (const std::string& file : input.files) {
    HANSE_TRY(auto columns, columns_in(engine, input, file));
    const auto is_here = [&](const data::Column& column) {
      return std::ranges::find(columns, column.name, &data::Column::name) != columns.end();
    };
    if (&file == &input.files.front()) {
      out.columns = std::move(columns);
      continue;
    }
    out.is_shared = out.is_shared && std::ranges::equal(out.columns, columns, {},
                                                        &data::Column::name, &data::Column::name);
    std::erase_if(out.columns, [&](const data::Column& column) { return !is_here(column); });
  }
  if (input.format != Format::kParquet || input.files.size() < 2) return out;
  // With several the types are those that the engine unites them to.
  HANSE_TRY(auto united,
            source::columns_of(engine, source::scan_of(input, input.files, {}), input.format));
  for (data::Column& column : out.columns) {
    const auto found = std::ranges::find(united, column.name, &data::Column::name);
    if (found != united.end()) column.type = found->type;
  }
  return out;
}

// A row of text takes its line end and something before it; Parquet knows.
Result<int64_t> rows_at_most(engine::Engine& engine, const source::Input& input,
                             const std::string& scan) {
  if (input.format != Format::kParquet) return static_cast<int64_t>(input.bytes / kRowBytesMin);
  HANSE_TRY(const auto stream, engine.run({"SELECT count(*) FROM " + scan, {}, 0}, {}));
  HANSE_TRY(const TextRows rows, read_text_rows(*stream, 1));
  return rows.empty() ? 0 : std::atoll(rows.front().front().c_str());
}

struct Scans {
  std::string unplaced, placed;
};

bool is_of_one_header(const source::Input& input, const Header& header) {
  return input.format == Format::kCsv && header.is_shared;
}

Scans scans_of(const source::Input& input, const Header& header, TableUnderTest& out) {
  const std::vector<data::Column>& columns = header.columns;
  // CSV is read by the header that was just seen: nothing is detected.
  const bool by_header = is_of_one_header(input, header);
  const bool is_json = input.format == Format::kJson || input.format == Format::kNdjson;
  const auto shape = by_header || is_json ? columns : std::vector<data::Column>();
  Scans scans;
  // The engine's own pieces, of 32 MB, are read by one thread before the next has any, and few rows
  // are wanted of some of them.
  const bool in_pieces = input.format == Format::kCsv && input.reading.empty();
  const std::string pieces =
      in_pieces ? fmt::format(", buffer_size = {}", kPieceBytes) : std::string();
  scans.unplaced = source::scan_of(input, input.files, shape, pieces);
  std::string rest = pieces + ", filename = " + quote_literal(kFileColumn);
  const bool has_own_number =
      std::ranges::find(columns, "file_row_number", &data::Column::name) != columns.end();
  out.is_counted_by_file = input.format == Format::kParquet && !has_own_number;
  if (out.is_counted_by_file) rest += ", file_row_number = true";
  scans.placed = source::scan_of(input, input.files, shape, rest);
  return scans;
}

// Null where they are no plain CSV, or nothing of them is looked at.
Result<std::shared_ptr<const source::PlainCsv>> plain_rows_of(const source::Input& input,
                                                              const Header& header,
                                                              const spec::SchemaObject& table) {
  if (!is_of_one_header(input, header) || !input.reading.empty()) return nullptr;
  std::vector<std::string> names, wanted;
  for (const data::Column& column : header.columns) names.push_back(column.name);
  for (const spec::Property& property : table.properties)
    if (std::ranges::find(names, source::source_name(property)) != names.end())
      wanted.push_back(source::source_name(property));
  if (wanted.empty()) return nullptr;
  return source::PlainCsv::open(input.files, names, wanted, input.delimiter.front());
}

}  // namespace

Result<std::unique_ptr<TableUnderTest>> open_table(engine::Engine& engine,
                                                   const spec::SchemaObject& table,
                                                   const spec::Server& server,
                                                   const source::SourceRoots& roots) {
  HANSE_TRY(source::Input input, source::open_table_input(table, server, roots));
  auto out = std::make_unique<TableUnderTest>();
  out->table = &table;
  out->source = fmt::format("`{}`", source::source_label(server));
  out->unreadable = source::unreadable_as(input.format);
  const bool is_json = input.format == Format::kJson || input.format == Format::kNdjson;
  Header header;
  if (is_json) {
    for (const spec::Property& property : table.properties)
      header.columns.push_back({source::source_name(property), "JSON"});
  } else {
    HANSE_TRY(header, header_of(engine, input));
  }
  const std::vector<data::Column>& columns = header.columns;
  TableReader reader(*out, input.format);
  reader.know_types(input.columns);
  out->file_types.reserve(table.properties.size());  // places point into it
  for (size_t i = 0; i < table.properties.size(); ++i) {
    const std::string& name = source::source_name(table.properties[i]);
    const auto found = std::ranges::find(columns, name, &data::Column::name);
    if (found != columns.end()) out->file_types.push_back(parse_file_type(found->type));
    reader.add(table.properties[i], found != columns.end());
  }
  const Scans scans = scans_of(input, header, *out);
  const ColumnLists& lists = reader.lists();
  const std::string number =
      out->is_counted_by_file ? "file_row_number + 1" : "row_number() OVER ()";
  const std::string arrived = lists.arrived.empty() ? "1 AS nothing" : lists.arrived;
  const std::string read = lists.read.empty() ? "nothing" : lists.read;
  const auto rows_of = [&](const std::string& scan) {
    return fmt::format("SELECT {} FROM (SELECT {} FROM {})", read, arrived, scan);
  };
  out->rows = rows_of(scans.unplaced);
  const std::string key = source::row_key(input);
  if (!key.empty()) out->row_key = "place_key";
  const auto placed_of = [&](const std::string& number_sql, const std::string& file_sql,
                             const std::string& scan) {
    return fmt::format(
        "SELECT place_row, place_file{0}, {1} FROM (SELECT {2} AS place_row, {6} AS "
        "place_file{3}, {4} FROM {5})",
        key.empty() ? "" : ", place_key", read, number_sql,
        key.empty() ? "" : ", " + key + " AS place_key", arrived, scan, file_sql);
  };
  out->placed = placed_of(number, quote_identifier(kFileColumn), scans.placed);
  HANSE_TRY(out->plain, plain_rows_of(input, header, table));
  if (out->plain != nullptr) {
    const std::string given = fmt::format("{}(0)", engine::kGivenFunction);
    out->plain_rows = rows_of(given);
    out->plain_placed = placed_of(quote_identifier(source::PlainCsv::kPlace), "''", given);
  }
  if (!lists.typed.empty()) out->typed = fmt::format("SELECT {} FROM ({})", lists.typed, out->rows);
  if (is_json)
    out->presence_sql = fmt::format(
        "SELECT DISTINCT unnest(json_keys(json)) AS name FROM read_json_objects({}, format = {})",
        source::file_list(input.files),
        input.format == Format::kNdjson ? "'newline_delimited'" : "'auto'");
  HANSE_TRY(out->rows_at_most, rows_at_most(engine, input, scans.unplaced));
  if (input.format != Format::kParquet) out->text_bytes = input.bytes;
  out->file_keys = input.files;
  out->file_names = input.names;
  out->open = std::move(input.open);
  return out;
}

}  // namespace hanse::contract
