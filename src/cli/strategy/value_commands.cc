// SPDX-License-Identifier: Apache-2.0
#include "cli/strategy/value_commands.h"

#include "base/clock.h"
#include "base/embedded.h"
#include "base/files.h"
#include "cli/common.h"
#include "cli/strategy/report_command.h"
#include "spec/mesh_folder.h"
#include "spec/model.h"
#include "strategy/document.h"
#include "strategy/value/forecast.h"
#include "strategy/value/workbook.h"

namespace hanse::cli {
namespace {

constexpr const char* kModelFile = "strategy/value.yaml";
constexpr const char* kForecasts = "strategy/forecasts";
constexpr std::string_view kTemplate = "src/strategy/value/template.yaml";

Result<strategy::ValueModel> load_model(const Options& options) {
  HANSE_TRY(auto models, strategy::load_documents<strategy::ValueModel>(
                             options.mesh, "ValueModel", strategy::decode_value_model));
  const std::string wanted = options.last_of("--model");
  strategy::ValueModel* found = nullptr;
  for (strategy::ValueModel& model : models) {
    if (wanted.empty() ? models.size() > 1 : model.id != wanted) continue;
    if (found != nullptr)
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("{} and {} are both named `{}`", found->path, model.path, wanted),
                  "give one of them another `id`");
    found = &model;
  }
  if (found != nullptr) return std::move(*found);
  if (models.empty())
    return fail(ErrorCode::kNotFound, "this mesh has no value model",
                "`hanse roi init` writes strategy/value.yaml, which says what it needs");
  return fail(ErrorCode::kInvalidArgument,
              wanted.empty() ? fmt::format("this mesh has {} value models", models.size())
                             : fmt::format("no value model is named `{}`", wanted),
              "`--model ID` names one");
}

std::string forecast_path(std::string_view id) { return fmt::format("{}/{}.yaml", kForecasts, id); }

// Of several that are of one moment, each has a name of its own.
Result<std::string> free_id(const Options& options, const std::string& id) {
  constexpr int kOfAMomentMax = 99;
  for (int i = 1; i <= kOfAMomentMax; ++i) {
    std::string wanted = i == 1 ? id : fmt::format("{}-{}", id, i);
    if (!path_exists(join_path(options.mesh, forecast_path(wanted)))) return wanted;
  }
  return fail(ErrorCode::kAlreadyExists,
              fmt::format("{} is there already, and so are its others", forecast_path(id)),
              "a forecast is kept as it was made");
}

// `madeAt` is the clock's, whatever --now says: who knows what came of it foretells nothing.
Status keep(const Options& options, const strategy::ValueModel& model,
            const strategy::ValueAnswer& answer, int64_t now_us) {
  const strategy::ForecastMoment moment = {
      options.last_of("--scenario"),
      format_time(options.now.empty() ? now_us : Clock::system().now_us()),
      options.now.empty() ? std::string() : format_time(now_us)};
  strategy::ValueForecast forecast = strategy::forecast_of(model, answer, moment);
  HANSE_TRY(forecast.id, free_id(options, forecast.id));
  const std::string path = forecast_path(forecast.id);
  HANSE_TRY_STATUS(
      spec::write_mesh_file(options.mesh, path, strategy::forecast_yaml(forecast)));
  say(fmt::format("kept {}", path));
  return {};
}

Result<std::string> mesh_name(const Options& options) {
  HANSE_TRY(const spec::Mesh mesh, spec::read_register(options.mesh));
  return mesh.name.empty() ? mesh.id : mesh.name;
}

struct Made {
  strategy::ValueModel model;
  strategy::ValueAnswer answer;
  strategy::Report report;
};
Result<Made> make(const Options& options, int64_t now_us) {
  Made made;
  HANSE_TRY(const std::string name, mesh_name(options));
  HANSE_TRY(made.model, load_model(options));
  if (const std::string scenario = options.last_of("--scenario"); !scenario.empty()) {
    HANSE_TRY(made.model, strategy::under_scenario(std::move(made.model), scenario));
  }
  made.answer = strategy::answer_value(made.model);
  made.report = strategy::value_report(made.model, made.answer, name, format_time(now_us));
  return made;
}

Status write_files(const Options& options, const Made& made, int64_t now_us) {
  if (made.answer.alternatives.empty()) return {};
  if (!options.out.empty()) {
    HANSE_TRY_STATUS(make_folders(options.out));
    HANSE_TRY_STATUS(strategy::write_value_workbook(join_path(options.out, "roi.xlsx"), made.model,
                                                    made.answer, now_us));
  }
  if (!options.has("--keep")) return {};
  return keep(options, made.model, made.answer, now_us);
}

int run_roi(const Options& options) {
  const auto now_us = report_time(options);
  if (!now_us) return report_usage(options, now_us.error().message, now_us.error().help);
  const auto made = make(options, *now_us);
  if (!made) return report(options, made.error());
  if (const Status written = write_files(options, *made, *now_us); !written)
    return report(options, written.error());
  // Without figures nothing was answered: scripts must not take it for one.
  const bool is_answered = !made->answer.alternatives.empty();
  return show_report(options, made->report, is_answered ? kExitDone : kExitFailed);
}

int run_roi_init(const Options& options) {
  const Status done = [&]() -> Status {
    HANSE_TRY_STATUS(mesh_name(options));
    if (path_exists(join_path(options.mesh, kModelFile)))
      return fail(ErrorCode::kAlreadyExists, fmt::format("{} is there already", kModelFile));
    return spec::write_mesh_file(options.mesh, kModelFile, embedded_file(kTemplate));
  }();
  if (!done) return report(options, done.error());
  answer(options.output == Output::kJson
             ? Json::object({{"format_version", 1}, {"file", kModelFile}}).dump() + "\n"
             : fmt::format("wrote {}\n", kModelFile));
  say_next(options, "roi");
  return kExitDone;
}

int run_roi_score(const Options& options) {
  const auto now_us = report_time(options);
  if (!now_us) return report_usage(options, now_us.error().message, now_us.error().help);
  const auto made = [&]() -> Result<strategy::Report> {
    HANSE_TRY(const std::string name, mesh_name(options));
    HANSE_TRY(const auto forecasts,
              strategy::load_documents<strategy::ValueForecast>(options.mesh, "ValueForecast",
                                                                strategy::decode_value_forecast));
    HANSE_TRY(const auto actuals,
              strategy::load_documents<strategy::ValueActuals>(options.mesh, "ValueActuals",
                                                               strategy::decode_value_actuals));
    if (forecasts.empty())
      return fail(ErrorCode::kNotFound, "no forecast was kept", "`hanse roi --keep` keeps one");
    if (actuals.empty())
      return fail(ErrorCode::kNotFound, "nothing says what happened",
                  "write strategy/actuals.yaml: `kind: ValueActuals`, and `actuals` with `id`, "
                  "`at`, `value` or `happened`, `basis` and `source`");
    HANSE_TRY(const auto score, strategy::score_forecasts(forecasts, actuals,
                                                          options.last_of("--scenario")));
    return strategy::score_report(score, name, format_time(*now_us));
  }();
  if (!made) return report(options, made.error());
  return show_report(options, *made, kExitDone);
}

constexpr Flag kScenario = {"--scenario", "ID",
                            "under a scenario: one of the file, or `guide`, "
                            "`guide-finance`, `guide-hospitals`: claims"};
constexpr Flag kRoiFlags[] = {
    kScenario,
    {"--model", "ID", "of several value models"},
    {"--keep", "", "keep the forecast in strategy/forecasts/, to be scored later: not with --now"},
    kReportOutput,
    kReportOut,
    kReportNow};
constexpr Flag kScoreFlags[] = {
    {"--scenario", "ID", "forecasts under this scenario; none: those under none"},
    kReportOutput,
    kReportOut,
    kReportNow};
constexpr Flag kInitFlags[] = {kJsonOutput};

constexpr Command kCommands[] = {
    {"roi", "what the mesh costs and returns, beside doing nothing and a better central team",
     "hanse roi\nhanse roi --out reports --keep\nhanse roi --scenario guide --output markdown",
     kRoiFlags, run_roi},
    {"roi init", "write strategy/value.yaml, which says what it needs", "hanse roi init",
     kInitFlags, run_roi_init},
    {"roi score", "hold kept forecasts against what happened", "hanse roi score --out reports",
     kScoreFlags, run_roi_score},
};

}  // namespace

std::span<const Command> value_commands() { return kCommands; }

}  // namespace hanse::cli
