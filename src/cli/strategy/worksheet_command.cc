// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"
#include "base/files.h"
#include "base/words.h"
#include "cli/common.h"
#include "cli/strategy/domains_commands.h"
#include "cli/strategy/report_command.h"
#include "spec/mesh_folder.h"
#include "strategy/document.h"
#include "strategy/domains/discover.h"
#include "strategy/domains/emit.h"
#include "strategy/domains/load_inventory.h"
#include "strategy/worksheet/prefill.h"

namespace hanse::cli {
namespace {

constexpr std::string_view kFolder = "strategy/worksheets";
constexpr int64_t kUsageUs = 90LL * 86'400'000'000;
constexpr uint64_t kLedgerBytesMax = 2ull << 30;

// Owns what WorksheetFacts point to.
struct GatheredFacts {
  spec::LoadedMesh mesh;
  std::optional<strategy::Inventory> inventory;
  strategy::DomainEvidence evidence;
  strategy::DomainProposal proposal;
  strategy::WorksheetFacts facts;
};

// Tables with what state and ledger know of them.
Status add_tables(const Options& options, const strategy::WorksheetKind& kind, int64_t now_us,
                  GatheredFacts& out) {
  HANSE_TRY(const auto app, open_app(options));
  HANSE_TRY(const auto catalog, app->catalog().current());
  for (const catalog::TableEntry& entry : catalog->tables()) {
    strategy::WorksheetTable table{
        entry.schema + "." + entry.name, entry.address.product.domain.str(), 0, 0, {}, {}, {}};
    if (entry.last_check != nullptr) {
      table.checks = fmt::format("{} passed, {} warned, {} failed", entry.last_check->passed,
                                 entry.last_check->warnings, entry.last_check->failed);
      table.verdict = entry.last_check->verdict;
    }
    out.facts.tables.push_back(std::move(table));
  }
  if (!kind.shows_use) return {};
  const auto recent = ledger::read_recent(
      app->state_folder() + "/ledger",
      {"decision", format_time(now_us - kUsageUs), {"\"outcome\":\"allowed\""}, kLedgerBytesMax});
  if (recent) strategy::count_usage(*recent, now_us, out.facts.tables);
  return {};
}

Result<std::unique_ptr<GatheredFacts>> gather(const Options& options,
                                              const strategy::WorksheetKind& kind,
                                              int64_t now_us) {
  auto out = std::make_unique<GatheredFacts>();
  HANSE_TRY(out->mesh, spec::load_mesh(options.mesh, {environment_of(options)}));
  out->facts.mesh = out->mesh.model.get();
  HANSE_TRY(auto loaded, strategy::load_inventory(options.mesh));
  if (loaded.diagnostics.has_errors())
    return fail(ErrorCode::kInvalidArgument, "the inventory has errors",
                "`hanse validate` lists them");
  out->inventory = std::move(loaded.inventory);
  if (out->inventory) {
    out->facts.inventory = &*out->inventory;
    HANSE_TRY(out->evidence, strategy::gather_evidence(*out->inventory));
    strategy::DiscoverOptions asked;
    asked.registered = strategy::registered_domains(out->mesh.model->mesh);
    HANSE_TRY(out->proposal, strategy::discover_domains(*out->inventory, out->evidence, asked));
    out->facts.evidence = &out->evidence;
    out->facts.proposal = &out->proposal;
  }
  HANSE_TRY_STATUS(add_tables(options, kind, now_us, *out));
  return out;
}

// As people filled it in; else as facts do.
Result<strategy::Worksheet> read_sheet(const Options& options, const strategy::WorksheetKind& kind,
                                       const std::string& path, int64_t now_us) {
  if (path_exists(join_path(options.mesh, path))) {
    HANSE_TRY(auto sheets,
              strategy::load_documents<strategy::Worksheet>(
                  options.mesh, kind.kind,
                  [&](spec::Decoder& decoder, const spec::Node& root, strategy::Worksheet& sheet) {
                    strategy::decode_sheet(decoder, root, kind, sheet);
                  }));
    for (strategy::Worksheet& sheet : sheets)
      if (sheet.path == path) return std::move(sheet);
  }
  HANSE_TRY(const auto facts, gather(options, kind, now_us));
  return strategy::prefilled_sheet(kind, facts->facts, options.domain);
}

}  // namespace

int run_worksheet(const Options& options) {
  std::vector<std::string_view> names;
  for (const auto& each : strategy::sheet_kinds()) names.push_back(each.name);
  const std::string word = options.words.empty() ? "" : options.words[0];
  const strategy::WorksheetKind* kind = strategy::find_sheet_kind(word);
  if (kind == nullptr || options.words.size() != 1) {
    const std::string_view near = nearest(word, names);
    return report_usage(
        options,
        word.empty() ? "expected one worksheet" : fmt::format("there is no worksheet `{}`", word),
        near.empty() ? joined({names.begin(), names.end()})
                     : fmt::format("did you mean `{}`?", near));
  }
  if (kind->is_of_domain && options.domain.empty())
    return report_usage(options, fmt::format("`{}` is of one domain", kind->name),
                        fmt::format("`hanse worksheet {} --domain shop`", kind->name));
  const auto now_us = report_time(options);
  if (!now_us) return report(options, now_us.error());
  const std::string path = fmt::format("{}/{}{}.yaml", kFolder, kind->name,
                                       kind->is_of_domain ? "-" + options.domain : std::string());
  const auto sheet = read_sheet(options, *kind, path, *now_us);
  if (!sheet) return report(options, sheet.error());
  if (options.has("--write")) {
    if (path_exists(join_path(options.mesh, path)))
      return report(options, Error{ErrorCode::kAlreadyExists,
                                   fmt::format("`{}` exists already", path),
                                   "without --write it is shown as it is",
                                   -1,
                                   {}});
    const Status written =
        spec::write_mesh_file(options.mesh, path, strategy::write_sheet(*kind, *sheet));
    if (!written) return report(options, written.error());
    say("wrote " + path);
  }
  return show_report(options, strategy::sheet_report(*kind, *sheet, format_time(*now_us)),
                     kExitDone);
}

}  // namespace hanse::cli
