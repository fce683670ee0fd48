// SPDX-License-Identifier: Apache-2.0
#include "app/assess.h"
#include "cli/common.h"
#include "cli/strategy/report_command.h"
#include "cli/strategy/strategy_commands.h"

namespace hanse::cli {
namespace {

int run_assess(const Options& options) {
  const auto now_us = report_time(options);
  if (!now_us) return report(options, now_us.error());
  const auto result = app::assess({options.mesh, environment_of(options), options.as, *now_us});
  if (!result) return report(options, result.error());
  if (options.has("--keep")) {
    const auto kept = app::keep_assessment(options.mesh, *result);
    if (!kept) return report(options, kept.error());
    say(fmt::format("kept as {}", *kept));
  }
  return show_report(options, strategy::assess_report(*result), kExitDone);
}

int run_assess_questions(const Options& options) {
  const auto path = app::write_assessment_sheet(options.mesh);
  if (!path) return report(options, path.error());
  answer(fmt::format("wrote {}\n", *path));
  say_next(options, "assess");
  return kExitDone;
}

constexpr Flag kAssessFlags[] = {
    {"--keep", "", "keep the levels under strategy/assessments/, to compare with later ones"},
    {"--as", "USER", "look with the eyes of this development user"},
    kReportNow,
    kReportOut,
    kReportOutput};

constexpr Command kCommands[] = {
    {"assess", "say how ready people, platform and rules are, from answers and measurements",
     "hanse assess\nhanse assess --keep --out report", kAssessFlags, run_assess},
    {"assess questions",
     "write the sheet of questions for several people to answer",
     "hanse assess questions",
     {},
     run_assess_questions},
};

}  // namespace

std::span<const Command> assess_commands() { return kCommands; }

}  // namespace hanse::cli
