// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "base/files.h"
#include "spec/mesh_folder.h"
#include "spec/write_yaml.h"
#include "strategy/document.h"
#include "strategy/domains/decode_inventory.h"
#include "strategy/domains/import_rows.h"
#include "strategy/domains/load_inventory.h"

namespace hanse::strategy {
namespace {

constexpr std::string_view kFolder = "strategy/inventory", kFile = "strategy/inventory.yaml";

// What makes two rows of a table the same.
std::vector<std::string_view> keys_of(std::string_view file) {
  if (file == "access.csv") return {"application", "asset", "mode"};
  if (file == "integrations.csv") return {"from", "to", "assets"};
  if (file == "links.csv") return {"from", "to", "kind"};
  return {"id"};
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\";\n\r\t") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string list_text(const spec::Node& node) {
  if (node.kind != spec::Node::Kind::kList) return node.text;
  std::string out;
  for (const spec::Node& item : node.items) out += (out.empty() ? "" : ";") + item.text;
  return out;
}

std::string_view cell_of(const std::vector<ImportCell>& row, std::string_view column) {
  for (const auto& [name, text] : row)
    if (name == column) return text;
  return {};
}

const InventoryTable& shape_of(std::string_view file) {
  const auto tables = inventory_tables();
  return *std::find_if(tables.begin(), tables.end(),
                       [&](const InventoryTable& each) { return each.file == file; });
}

// A table that rows are appended to: what it is, which columns, and which rows it has.
struct Target {
  std::string text;
  std::vector<std::string_view> columns;
  std::set<std::string> known;
};

Result<Target> read_target(const std::string& path, const std::string& shown,
                           const ImportTable& table) {
  const InventoryTable& shape = shape_of(table.file);
  Target out;
  if (!path_exists(path)) {
    for (const CsvColumn& column : shape.shape.columns)
      if (std::ranges::any_of(table.rows,
                              [&](const auto& row) { return !cell_of(row, column.name).empty(); }))
        out.columns.push_back(column.name);
    for (const auto column : out.columns)
      out.text += fmt::format("{}{}", out.text.empty() ? "" : ",", column);
    out.text += '\n';
    return out;
  }
  HANSE_TRY(out.text, read_file(path, kInventoryTableBytesMax));
  Diagnostics diagnostics;
  const auto file = std::make_shared<const SourceFile>(shown, out.text);
  const spec::Node rows = read_csv_table(file, shape.shape, diagnostics);
  HANSE_TRY_STATUS(first_error(diagnostics));
  const CsvHeader header = read_csv_header(file, shape.shape, diagnostics);
  if (header.separator != ',')
    return fail(
        ErrorCode::kInvalidArgument,
        fmt::format("{}: rows are appended to a table with commas between its columns", shown),
        "save it as CSV with commas");
  for (const CsvColumn* column : header.columns) out.columns.push_back(column->name);
  for (const spec::Node& row : rows.items) {
    std::string key;
    for (const auto name : keys_of(table.file)) {
      const spec::Node* cell = row.find(name);
      key += (cell == nullptr ? "" : list_text(*cell)) + "\n";
    }
    out.known.insert(std::move(key));
  }
  if (!out.text.ends_with('\n')) out.text += '\n';
  return out;
}

Status write_table(const std::string& folder, const ImportTable& table, WrittenImport& out) {
  const std::string path = fmt::format("{}/{}", kFolder, table.file);
  HANSE_TRY(Target target, read_target(join_path(folder, path), path, table));
  size_t added = 0;
  std::set<std::string_view> lost;
  for (const auto& row : table.rows) {
    std::string key, line;
    for (const auto name : keys_of(table.file)) key += std::string(cell_of(row, name)) + "\n";
    if (!target.known.insert(key).second) {
      ++out.known;
      continue;
    }
    for (size_t i = 0; i < target.columns.size(); ++i)
      line += (i == 0 ? "" : ",") + csv_cell(cell_of(row, target.columns[i]));
    for (const auto& [name, text] : row)
      if (!text.empty() && std::ranges::find(target.columns, name) == target.columns.end())
        lost.insert(name);
    target.text += line + "\n";
    ++added;
  }
  for (const auto name : lost)
    out.notes.push_back(fmt::format("{} has no column `{}`: its values are left out", path, name));
  if (added == 0) return {};
  HANSE_TRY_STATUS(spec::write_mesh_file(folder, path, target.text));
  out.added.emplace_back(path, added);
  return {};
}

}  // namespace

Result<WrittenImport> write_rows(const std::string& folder, const InventoryImport& found,
                                 const ImportOrigin& origin) {
  WrittenImport out;
  out.notes = found.notes;
  HANSE_TRY(const auto files, files_of_kind(folder, "Inventory"));
  if (files.empty() && !found.tables.empty()) {
    const Json document =
        Json::object({{"apiVersion", "hanse/v1"},
                      {"kind", "Inventory"},
                      {"id", origin.id},
                      {"origin", Json::object({{"who", origin.who}, {"when", origin.when}})}});
    HANSE_TRY_STATUS(spec::write_mesh_file(folder, std::string(kFile), spec::write_yaml(document)));
    out.added.emplace_back(kFile, 0);
  }
  for (const ImportTable& table : found.tables) HANSE_TRY_STATUS(write_table(folder, table, out));
  return out;
}

}  // namespace hanse::strategy
