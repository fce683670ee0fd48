// SPDX-License-Identifier: Apache-2.0
#include "app/change.h"
#include "base/json_text.h"
#include "cli/common.h"
#include "cli/strategy/programme_commands.h"
#include "cli/strategy/report_command.h"

namespace hanse::cli {
namespace {

int show_change(const Options& options, app::ChangeView view, const std::string& of = {}) {
  const auto now = report_time(options);
  if (!now) return report(options, now.error());
  const auto app = open_app(options);
  if (!app) return report(options, app.error());
  const auto made = app::change_report(**app, {view, of, *now});
  if (!made) return report(options, made.error());
  return show_report(options, *made, kExitDone);
}

}  // namespace

int run_change_init(const Options& options) {
  const auto written = app::init_change(options.mesh);
  if (!written) return report(options, written.error());
  std::string page;
  for (const std::string& path : *written) page += fmt::format("wrote {}\n", path);
  answer(options.output == Output::kJson
             ? Json::object({{"format_version", 1}, {"files", json_list(*written)}}).dump() + "\n"
             : page);
  say_next(options, "change communication");
  return kExitDone;
}

int run_change_charter(const Options& options) {
  if (options.words.size() != 1)
    return report_usage(options, "expected `platform`, `council` or one domain",
                        "`hanse change charter platform`");
  return show_change(options, app::ChangeView::kCharter, options.words[0]);
}

int run_change_teams(const Options& options) {
  return show_change(options, app::ChangeView::kTeams);
}
int run_change_raci(const Options& options) { return show_change(options, app::ChangeView::kRaci); }
int run_change_skills(const Options& options) {
  return show_change(options, app::ChangeView::kSkills);
}
int run_change_stakeholders(const Options& options) {
  return show_change(options, app::ChangeView::kStakeholders);
}
int run_change_communication(const Options& options) {
  return show_change(options, app::ChangeView::kCommunication);
}
int run_change_pilot(const Options& options) {
  return show_change(options, app::ChangeView::kPilot);
}

}  // namespace hanse::cli
