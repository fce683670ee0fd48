// SPDX-License-Identifier: Apache-2.0
#include "strategy/domains/load_inventory.h"

#include <algorithm>

#include "base/files.h"
#include "base/utf8.h"
#include "strategy/document.h"
#include "strategy/domains/decode_inventory.h"

namespace hanse::strategy {
namespace {

constexpr std::string_view kFolder = "strategy/inventory", kJson = "strategy/inventory.json";

// JSON is YAML: one reader, and places.
Result<std::vector<StrategyFile>> documents(const std::string& folder, Diagnostics& diagnostics) {
  auto files = files_of_kind(folder, "Inventory");
  if (!files || path_exists(join_path(folder, kJson)) == false) return files;
  HANSE_TRY(std::string text, read_file(join_path(folder, kJson), kSpecificationBytesMax));
  auto source = std::make_shared<const SourceFile>(std::string(kJson), std::move(text));
  files->push_back({std::string(kJson), "Inventory", spec::read_yaml(source, diagnostics)});
  return files;
}

void report_unknown(const std::string& path, Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  for (const InventoryTable& table : inventory_tables()) names.push_back(table.file);
  const std::string_view near = nearest(path.substr(path.rfind('/') + 1), names);
  std::string all;
  for (const auto name : names) all += fmt::format("{}{}", all.empty() ? "" : ", ", name);
  diagnostics.error("HNS-G012", {std::make_shared<const SourceFile>(path, ""), 0, 0},
                    "no table of an inventory has this name",
                    near.empty() ? "expected of: " + all : fmt::format("did you mean `{}`?", near));
}

Status read_table(const std::string& folder, const InventoryTable& table, LoadedInventory& loaded,
                  Inventory& inventory) {
  const std::string path = fmt::format("{}/{}", kFolder, table.file);
  HANSE_TRY(std::string text, read_file(join_path(folder, path), kInventoryTableBytesMax));
  const size_t bad = first_invalid_utf8(text);
  auto file = std::make_shared<const SourceFile>(path, std::move(text));
  loaded.files.push_back(path);
  if (bad != std::string::npos) {
    loaded.diagnostics.error("HNS-G010", {file, static_cast<uint32_t>(bad), 1},
                             "the table is not UTF-8", "save it as `CSV UTF-8`");
    return {};
  }
  const spec::Node rows = read_csv_table(file, table.shape, loaded.diagnostics);
  spec::Decoder decoder({loaded.diagnostics, "strategy " + path, nullptr});
  table.add(decoder, rows, inventory);
  return {};
}

Status read_tables(const std::string& folder, LoadedInventory& loaded, Inventory& inventory) {
  if (!is_folder(join_path(folder, kFolder))) return {};
  HANSE_TRY(const auto entries, list_folder(join_path(folder, kFolder)));
  for (const FolderEntry& entry : entries) {
    if (entry.is_folder || !entry.name.ends_with(".csv")) continue;
    const auto tables = inventory_tables();
    const auto known = std::find_if(tables.begin(), tables.end(),
                                    [&](const auto& each) { return each.file == entry.name; });
    if (known == tables.end())
      report_unknown(fmt::format("{}/{}", kFolder, entry.name), loaded.diagnostics);
    else
      HANSE_TRY_STATUS(read_table(folder, *known, loaded, inventory));
  }
  return {};
}

}  // namespace

Result<LoadedInventory> load_inventory(const std::string& folder) {
  LoadedInventory out;
  HANSE_TRY(const auto files, documents(folder, out.diagnostics));
  Inventory inventory;
  HANSE_TRY_STATUS(read_tables(folder, out, inventory));
  if (files.empty()) {
    if (!out.files.empty())
      out.diagnostics.error(
          "HNS-G012", {std::make_shared<const SourceFile>(out.files.front(), ""), 0, 0},
          "tables of an inventory without `strategy/inventory.yaml`: nobody says who stated them",
          "write it: `apiVersion: hanse/v1`, `kind: Inventory`, `id`, `origin: {who, when}`");
    out.diagnostics.sort();
    return out;
  }
  for (const StrategyFile& file : files) {
    out.files.push_back(file.path);
    spec::Decoder decoder({out.diagnostics, "strategy " + file.path, nullptr});
    if (file.root.kind != spec::Node::Kind::kMap) continue;
    if (!inventory.id.empty())
      decoder.error("HNS-G013", file.root.span, "a second inventory: a mesh has one",
                    fmt::format("add its lists to `{}`", inventory.path));
    else if (decode_inventory(decoder, file.root, inventory))
      inventory.path = file.path;
  }
  check_inventory(inventory, out.diagnostics);
  out.inventory = std::move(inventory);
  std::sort(out.files.begin(), out.files.end());
  out.diagnostics.sort();
  return out;
}

Status check_inventory_files(const std::string& folder, Diagnostics& diagnostics) {
  auto loaded = load_inventory(folder);
  if (loaded) diagnostics.merge(std::move(loaded->diagnostics));
  // A heading that does not fit is the document's finding.
  else if (loaded.error().code != ErrorCode::kInvalidArgument)
    return fail(loaded.error());
  return {};
}

}  // namespace hanse::strategy
