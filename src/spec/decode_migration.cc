// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "spec/decode.h"
#include "spec/document.h"
#include "spec/fields.h"
#include "spec/migration.h"
#include "spec/names.h"

namespace hanse::spec {
namespace {

constexpr std::string_view kVersions[] = {"hanse/v1"};
constexpr std::string_view kEnding = ".yaml";

constexpr Table kCutOver("a cut-over", "",
                         {text<&LegacyTable::cut_over_at>("at", Need::kRequired),
                          text<&LegacyTable::cut_over_evidence>("evidence", Need::kRequired)});

void read_cut_over(Decoder& decoder, const Node& node, LegacyTable& table) {
  const Span span = table.span;
  decoder.map(node, kCutOver, table);
  table.span = span;
}

constexpr Table kLegacyTable(
    "a migration", "id",
    {text<&LegacyTable::api_version>("apiVersion", Need::kRequired),
     checked<LegacyTable>("kind", Expect::kText, Need::kRequired),
     text<&LegacyTable::id>("id", Need::kRequired),
     text<&LegacyTable::description>("description"),
     object<&LegacyTable::legacy, decode_server>("legacy", Need::kRequired),
     text<&LegacyTable::physical_name>("physicalName"),
     placed<&LegacyTable::product, &LegacyTable::product_span>("product"),
     text<&LegacyTable::table>("table"), texts<&LegacyTable::key>("key"),
     custom<read_cut_over>("cutOver", Expect::kMap)});

void read_one(const std::string& folder, const std::string& name, const Variables* variables,
              std::map<std::string, LegacyTable>& out, Diagnostics& diagnostics) {
  const std::string path = std::string(kMigrationFolder) + "/" + name;
  auto text = read_file(join_path(folder, path), kSpecificationBytesMax);
  if (!text) return report_unreadable(path, text.error(), diagnostics);
  const Node root = read_yaml(std::make_shared<const SourceFile>(path, std::move(*text)),
                              diagnostics);
  LegacyTable table;
  table.path = path;
  Decoder decoder({diagnostics, "migration " + name.substr(0, name.size() - kEnding.size()),
                   variables});
  decoder.edition = kOdcs32;
  if (!check_heading(decoder, root, {"Migration", kVersions})) return;
  decoder.map(root, kLegacyTable, table);
  if (table.id.empty()) return;
  if (table.id + std::string(kEnding) != name)
    return decoder.error("HNS-C130", table.span,
                         fmt::format("`{}` stands in a file named `{}`", table.id, name),
                         fmt::format("name the file `{}{}`", table.id, kEnding));
  if (const std::string problem = id_problem(table.id); !problem.empty())
    return decoder.error("HNS-C130", table.span,
                         fmt::format("`{}` cannot name a legacy table: {}", table.id, problem));
  std::string id = table.id;
  out.emplace(std::move(id), std::move(table));
}

}  // namespace

Result<std::map<std::string, LegacyTable>> load_migrations(const std::string& folder,
                                                           const Variables* variables,
                                                           Diagnostics& diagnostics) {
  std::map<std::string, LegacyTable> out;
  const std::string path = join_path(folder, kMigrationFolder);
  if (!path_exists(path)) return out;
  HANSE_TRY(const auto entries, list_folder(path));
  for (const FolderEntry& entry : entries)
    if (!entry.is_folder && entry.name.ends_with(kEnding) && !entry.name.starts_with('.'))
      read_one(folder, entry.name, variables, out, diagnostics);
  diagnostics.sort();
  return out;
}

}  // namespace hanse::spec
