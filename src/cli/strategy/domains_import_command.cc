// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"
#include "base/json_text.h"
#include "base/utf8.h"
#include "cli/common.h"
#include "cli/strategy/domains_commands.h"
#include "cli/strategy/number_flag.h"
#include "cli/strategy/report_command.h"
#include "contract/formats/format.h"
#include "strategy/domains/import_rows.h"
#include "strategy/domains/load_inventory.h"

namespace hanse::cli {
namespace {

using strategy::InventoryImport;
using strategy::MapShape;

constexpr int64_t kDayUs = 86'400'000'000;
constexpr int64_t kDaysMax = 36'500;  // of queries: a century
constexpr uint64_t kLedgerBytesMax = 2ull << 30;

Result<InventoryImport> import_map(MapShape shape, const std::string& path) {
  HANSE_TRY(std::string text, read_named_file(path, strategy::kInventoryTableBytesMax));
  if (first_invalid_utf8(text) != std::string::npos)
    return fail(ErrorCode::kInvalidArgument, fmt::format("{} is not UTF-8", path),
                "save it as `CSV UTF-8`");
  return strategy::import_capability_map(shape,
                                         std::make_shared<const SourceFile>(path, std::move(text)));
}

Result<InventoryImport> import_postgres(const std::string& connection) {
  HANSE_TRY(const contract::Format* format, contract::find_format("postgres"));
  HANSE_TRY(contract::Imported imported, contract::import_contract(*format, connection));
  InventoryImport out;
  if (!imported.diagnostics.has_errors())
    out = strategy::import_foreign_keys(imported.contract,
                                        std::string(strategy::kKeysSource) + imported.contract.id);
  out.diagnostics.merge(std::move(imported.diagnostics));
  return out;
}

Result<InventoryImport> import_queries(const Options& options) {
  int64_t days = 90;
  HANSE_TRY_STATUS(read_number(options, "--days", int64_t{1}, days, kDaysMax));
  HANSE_TRY(const int64_t now_us, report_time(options));
  HANSE_TRY(const auto loaded, strategy::load_inventory(options.mesh));
  HANSE_TRY(const auto app, open_app(options));
  const std::string since = format_time(now_us - days * kDayUs);
  HANSE_TRY(auto recent,
            ledger::read_recent(app->state_folder() + "/ledger",
                                {"decision", since, {"\"outcome\":\"allowed\""}, kLedgerBytesMax}));
  std::erase_if(recent.entries, [&](const ledger::Entry& entry) {
    const auto at = parse_time(entry.time);
    return at && *at > now_us;  // what comes after the time that was asked for
  });
  return strategy::import_queries(recent, loaded.inventory.value_or(strategy::Inventory{}),
                                  std::string(strategy::kQueriesSource) + since.substr(0, 10));
}

Result<InventoryImport> import_mesh(const Options& options) {
  HANSE_TRY(const spec::LoadedMesh mesh, spec::load_mesh(options.mesh, {}));
  HANSE_TRY_STATUS(mesh.diagnostics.has_errors()
                       ? Status(fail(ErrorCode::kInvalidArgument, "the mesh has errors",
                                     "`hanse validate` lists them"))
                       : Status());
  return strategy::import_mesh(*mesh.model);
}

struct ImportSource {
  std::string_view name;
  bool needs_place;  // a file or a connection
};
constexpr ImportSource kSources[] = {{"apqc", true},  {"bian", true},     {"bizbok", true},
                                     {"mesh", false}, {"queries", false}, {"postgres", true}};

Result<InventoryImport> import_from(const Options& options) {
  const std::string& name = options.words[0];
  if (name == "apqc") return import_map(MapShape::kApqc, options.words[1]);
  if (name == "bian") return import_map(MapShape::kBian, options.words[1]);
  if (name == "bizbok") return import_map(MapShape::kBizbok, options.words[1]);
  if (name == "postgres") return import_postgres(options.words[1]);
  return name == "mesh" ? import_mesh(options) : import_queries(options);
}

int show(const Options& options, const strategy::WrittenImport& written) {
  if (options.output == Output::kJson) {
    Json added = Json::object();
    for (const auto& [path, rows] : written.added) added.set(path, uint64_t{rows});
    answer(Json::object({{"format_version", 1},
                         {"added", std::move(added)},
                         {"known", uint64_t{written.known}},
                         {"notes", json_list(written.notes)}})
               .dump() +
           "\n");
    return kExitDone;
  }
  std::string text;
  for (const auto& [path, rows] : written.added)
    text +=
        rows == 0 ? fmt::format("made {}\n", path) : fmt::format("{}: {} new rows\n", path, rows);
  if (written.known > 0) text += fmt::format("{} rows were there already\n", written.known);
  for (const std::string& note : written.notes) text += fmt::format("note: {}\n", note);
  answer(text.empty() ? "nothing to add\n" : text);
  say_next(options, "domains discover");
  return kExitDone;
}

}  // namespace

int run_domains_import(const Options& options) {
  std::vector<std::string_view> names;
  const ImportSource* source = nullptr;
  for (const ImportSource& each : kSources) {
    names.push_back(each.name);
    if (!options.words.empty() && each.name == options.words[0]) source = &each;
  }
  if (source == nullptr) {
    const std::string word = options.words.empty() ? "" : options.words[0];
    const std::string_view near = nearest(word, names);
    return report_usage(
        options,
        word.empty() ? "expected where from" : fmt::format("nothing is imported from `{}`", word),
        near.empty() ? "apqc, bian, bizbok, mesh, queries or postgres"
                     : fmt::format("did you mean `{}`?", near));
  }
  if (options.words.size() != (source->needs_place ? 2u : 1u))
    return report_usage(options,
                        fmt::format("`{}` takes {}", source->name,
                                    !source->needs_place         ? "nothing more"
                                    : source->name == "postgres" ? "a connection"
                                                                 : "a file"),
                        "`hanse domains import apqc map.csv`");
  const auto found = import_from(options);
  if (!found) return report(options, found.error());
  if (!found->diagnostics.empty()) report(options, found->diagnostics);
  if (found->diagnostics.has_errors()) return kExitFailed;
  const auto now_us = report_time(options);
  if (!now_us) return report(options, now_us.error());
  const auto mesh = spec::read_register(options.mesh);
  if (!mesh) return report(options, mesh.error());
  const auto written =
      strategy::write_rows(options.mesh, *found,
                           {mesh->id, fmt::format("hanse domains import {}", source->name),
                            format_time(*now_us).substr(0, 10)});
  if (!written) return report(options, written.error());
  return show(options, *written);
}

}  // namespace hanse::cli
