// SPDX-License-Identifier: Apache-2.0
#include "app/doctor.h"
#include "cli/common.h"
#include "cli/strategy/report_command.h"
#include "cli/strategy/strategy_commands.h"

namespace hanse::cli {
namespace {

std::optional<strategy::DoctorBar> bar_of(const std::string& word) {
  if (word.empty() || word == "error") return strategy::DoctorBar::kError;
  if (word == "warning") return strategy::DoctorBar::kWarning;
  if (word == "none") return strategy::DoctorBar::kNone;
  return std::nullopt;
}

int run_doctor(const Options& options) {
  const auto bar = bar_of(options.last_of("--fail-on"));
  if (!bar)
    return report_usage(options, "--fail-on is `error`, `warning` or `none`",
                        "`hanse doctor --fail-on warning` fails with every finding");
  const auto now_us = report_time(options);
  if (!now_us) return report(options, now_us.error());
  const auto result = app::doctor(
      {options.mesh, environment_of(options), options.as, options.last_of("--detector"), *now_us});
  if (!result) return report(options, result.error());
  const Colour colour = stdout_is_terminal() ? colour_of_stderr() : Colour::kOff;
  return show_report(options, strategy::doctor_report(*result, *bar),
                     strategy::is_over(*result, *bar) ? kExitFailed : kExitDone,
                     strategy::doctor_text(*result, colour));
}

constexpr Flag kDoctorFlags[] = {
    {"--detector", "ID", "this detector alone, with all its findings"},
    {"--fail-on", "SEVERITY", "exit with 1 from error (default) or warning on; none: never"},
    {"--as", "USER", "look with the eyes of this development user"},
    kReportNow,
    kReportOut,
    kReportOutput};

constexpr Command kCommands[] = {
    {"doctor", "find the pitfalls of a data mesh, with evidence and what to do",
     "hanse doctor\nhanse doctor --output json --fail-on warning", kDoctorFlags, run_doctor},
};

}  // namespace

std::span<const Command> doctor_commands() { return kCommands; }

}  // namespace hanse::cli
