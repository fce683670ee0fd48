// SPDX-License-Identifier: Apache-2.0
#include "cli/strategy/domains_commands.h"

#include "base/clock.h"
#include "base/files.h"
#include "base/utf8.h"
#include "cli/common.h"
#include "cli/strategy/number_flag.h"
#include "cli/strategy/report_command.h"
#include "spec/model.h"
#include "strategy/domains/discover.h"
#include "strategy/domains/emit.h"
#include "strategy/domains/load_inventory.h"
#include "strategy/domains/proposal_report.h"
#include "strategy/domains/what_if.h"
#include "strategy/worksheet/prefill.h"

namespace hanse::cli {
namespace {

struct Discovered {
  strategy::Inventory inventory;
  strategy::DomainEvidence evidence;
  strategy::DomainProposal proposal;
  std::string made_at;
};

std::vector<std::vector<std::string>> groups_of(const Options& options, std::string_view flag) {
  std::vector<std::vector<std::string>> out;
  for (const std::string& value : options.all_of(flag)) {
    auto& group = out.emplace_back();
    std::string_view rest = value;
    while (!rest.empty()) {
      const size_t end = std::min(rest.find(','), rest.size());
      if (const auto item = trim(rest.substr(0, end)); !item.empty()) group.emplace_back(item);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return out;
}

Result<strategy::DiscoverOptions> discover_options(const Options& options) {
  strategy::DiscoverOptions out;
  HANSE_TRY_STATUS(read_number(options, "--max", 1, out.domains_max));
  HANSE_TRY_STATUS(read_number(options, "--min", 1, out.domains_min));
  HANSE_TRY_STATUS(read_number<std::uint64_t>(options, "--seed", 0, out.seed));
  out.together = groups_of(options, "--together");
  out.apart = groups_of(options, "--apart");
  return out;
}

// What both commands begin with; findings of the inventory are printed, and an error then.
Result<Discovered> discover(const Options& options, strategy::DiscoverOptions asked, int& code) {
  HANSE_TRY(const int64_t now_us, report_time(options));
  HANSE_TRY(auto loaded, strategy::load_inventory(options.mesh));
  if (!loaded.diagnostics.empty()) report(options, loaded.diagnostics);
  code = kExitFailed;
  if (loaded.diagnostics.has_errors()) return Discovered{};
  if (!loaded.inventory)
    return fail(
        ErrorCode::kNotFound, "the mesh has no inventory (`strategy/inventory.yaml`)",
        "`hanse domains import mesh` begins one; docs/reference/domains.md says what belongs "
        "in it");
  Discovered out{std::move(*loaded.inventory), {}, {}, format_time(now_us)};
  if (const auto mesh = spec::read_register(options.mesh))  // an inventory may come first
    asked.registered = strategy::registered_domains(*mesh);
  HANSE_TRY(out.evidence, strategy::gather_evidence(out.inventory));
  HANSE_TRY(out.proposal, strategy::discover_domains(out.inventory, out.evidence, asked));
  code = kExitDone;
  return out;
}

constexpr int64_t kYearUs = 365LL * 24 * 3600 * 1'000'000;
constexpr size_t kDateBytes = 10;

// A bounded context canvas each, beside the report.
Status write_canvases(const std::string& folder, const Discovered& found) {
  const strategy::WorksheetKind* kind = strategy::find_sheet_kind("boundary-canvas");
  strategy::WorksheetFacts facts;
  facts.inventory = &found.inventory;
  facts.evidence = &found.evidence;
  facts.proposal = &found.proposal;
  for (const strategy::ProposedDomain& domain : found.proposal.domains) {
    HANSE_TRY(const auto sheet, strategy::prefilled_sheet(*kind, facts, domain.id));
    const auto canvas = strategy::sheet_report(*kind, sheet, found.made_at);
    const std::string base = join_path(folder, canvas.tool);
    HANSE_TRY_STATUS(write_file_atomic(base + ".html", strategy::report_html(canvas)));
    HANSE_TRY_STATUS(write_file_atomic(base + ".md", strategy::report_markdown(canvas)));
  }
  return {};
}

Status write_proposal(const Options& options, const Discovered& found) {
  HANSE_TRY(const int64_t now_us, report_time(options));
  HANSE_TRY(const spec::LoadedMesh mesh, spec::load_mesh(options.mesh, {}));
  if (mesh.diagnostics.has_errors())
    return fail(ErrorCode::kInvalidArgument, "the mesh has errors: nothing is written",
                "`hanse validate` lists them");
  HANSE_TRY(const auto files,
            strategy::domain_files(found.inventory, found.evidence, found.proposal, *mesh.model,
                                   {mesh.folder, format_time(now_us).substr(0, kDateBytes),
                                    format_time(now_us + kYearUs).substr(0, kDateBytes)}));
  HANSE_TRY(const auto paths, strategy::write_domain_files(mesh.folder, files));
  for (const std::string& note : files.notes) say("note: " + note);
  for (const std::string& path : files.kept) say(fmt::format("kept {}: it is there already", path));
  say(fmt::format("wrote {} files for {} domains", paths.size(), found.proposal.domains.size()));
  if (options.output == Output::kHuman) say_next(options, "plan");
  return {};
}

}  // namespace

int run_domains_discover(const Options& options) {
  const auto asked = discover_options(options);
  if (!asked) return report_usage(options, asked.error().message, asked.error().help);
  int code = kExitDone;
  const auto found = discover(options, *asked, code);
  if (!found) return report(options, found.error());
  if (code != kExitDone) return code;
  code = show_report(
      options,
      strategy::proposal_report(found->inventory, found->evidence, found->proposal, found->made_at),
      kExitDone);
  if (code == kExitDone && !options.out.empty())
    if (const Status written = write_canvases(options.out, *found); !written)
      return report(options, written.error());
  if (code == kExitDone && options.has("--write"))
    if (const Status written = write_proposal(options, *found); !written)
      return report(options, written.error());
  return code;
}

int run_domains_what_if(const Options& options) {
  std::vector<strategy::DomainMove> moves;
  for (const std::string& text : options.all_of("--move")) {
    auto move = strategy::parse_move(text);
    if (!move) return report_usage(options, move.error().message, move.error().help);
    moves.push_back(std::move(*move));
  }
  if (moves.empty())
    return report_usage(options, "expected a move",
                        "`hanse domains what-if --move billing:orders`");
  const auto asked = discover_options(options);
  if (!asked) return report_usage(options, asked.error().message, asked.error().help);
  int code = kExitDone;
  const auto found = discover(options, *asked, code);
  if (!found) return report(options, found.error());
  if (code != kExitDone) return code;
  const auto result = strategy::what_if(found->inventory, found->evidence, found->proposal, moves);
  if (!result) return report(options, result.error());
  return show_report(options,
                     strategy::what_if_report(found->inventory, found->evidence, found->proposal,
                                              *result, found->made_at),
                     kExitDone);
}

}  // namespace hanse::cli
