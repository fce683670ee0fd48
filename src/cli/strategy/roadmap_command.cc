// SPDX-License-Identifier: Apache-2.0

#include "app/roadmap.h"
#include "cli/common.h"
#include "cli/strategy/number_flag.h"
#include "cli/strategy/report_command.h"
#include "strategy/roadmap/roadmap_report.h"

namespace hanse::cli {
namespace {

constexpr std::string_view kGuide = "guide";

// A whole number from 1 to `most`; `otherwise` when the flag was not given.
Result<uint64_t> count_of(const Options& options, std::string_view flag, uint64_t otherwise,
                          uint64_t most) {
  if (!options.has(flag)) return otherwise;
  const std::string text = options.last_of(flag);
  const auto out = whole_text<uint64_t>(text);
  if (!out || *out < 1 || *out > most)
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("{} `{}`: expected a whole number from 1 to {}", flag, text, most));
  return *out;
}

Result<bool> is_guide_scenario(const Options& options) {
  if (!options.has("--scenario")) return false;
  if (options.last_of("--scenario") == kGuide) return true;
  return fail(ErrorCode::kInvalidArgument,
              fmt::format("there is no scenario `{}`", options.last_of("--scenario")),
              "expected `guide`: what the guide claims, where nobody stated anything");
}

Result<std::unique_ptr<app::RoadmapView>> view_of(const Options& options) {
  app::RoadmapQuestion question;
  HANSE_TRY(question.with_guide_estimates, is_guide_scenario(options));
  HANSE_TRY(question.seed, count_of(options, "--seed", strategy::kSeedDefault, UINT64_MAX));
  HANSE_TRY(question.trials,
            count_of(options, "--trials", strategy::kTrialsDefault, strategy::kTrialsMax));
  HANSE_TRY(question.now_us, report_time(options));
  HANSE_TRY(const auto app, open_app(options));
  return app::roadmap_view(*app, question);
}

using MakeReport = strategy::Report(const strategy::RoadmapSubject&);

int show_roadmap(const Options& options, app::RoadmapView& view, MakeReport* make) {
  const auto now = report_time(options);
  if (!now) return report(options, now.error());
  strategy::RoadmapSubject subject;
  subject.roadmap = &view.roadmap;
  subject.outlook = &view.outlook;
  subject.facts = &view.facts;
  subject.forecasts = view.forecasts ? &*view.forecasts : nullptr;
  subject.made_at = format_time(*now);
  subject.guide_estimates = view.guide_estimates;
  return show_report(options, make(subject), kExitDone);
}

}  // namespace

int run_roadmap_init(const Options& options) {
  const auto scenario = is_guide_scenario(options);
  if (!scenario) return report(options, scenario.error());
  const auto written = app::init_roadmap(
      options.mesh, {options.last_of("--start"), options.last_of("--sponsor"), *scenario});
  if (!written) return report(options, written.error());
  answer(options.output == Output::kJson
             ? Json::object({{"format_version", 1}, {"file", *written}}).dump() + "\n"
             : fmt::format("wrote {}\n", *written));
  say_next(options, "roadmap status");
  return kExitDone;
}

int run_roadmap(const Options& options) {
  const auto view = view_of(options);
  if (!view) return report(options, view.error());
  const bool as_baseline = options.has("--keep-baseline");
  if (as_baseline || options.has("--keep-forecast")) {
    const Status kept = app::keep_forecast(options.mesh, **view, {as_baseline, options.reason});
    if (!kept) return report(options, kept.error());
    say(fmt::format("kept in {}", app::kRoadmapForecastsPath));
  }
  return show_roadmap(options, **view, strategy::roadmap_report);
}

int run_roadmap_status(const Options& options) {
  const auto view = view_of(options);
  if (!view) return report(options, view.error());
  return show_roadmap(options, **view, strategy::roadmap_status_report);
}

}  // namespace hanse::cli
