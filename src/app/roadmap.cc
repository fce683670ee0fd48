// SPDX-License-Identifier: Apache-2.0
#include "app/roadmap.h"

#include "app/programme_facts.h"
#include "base/files.h"
#include "spec/mesh_folder.h"
#include "strategy/document.h"
#include "strategy/programme/working_days.h"
#include "strategy/roadmap/template.h"

namespace hanse::app {
namespace {

using strategy::Roadmap;
using strategy::RoadmapForecasts;

constexpr const char* kInitHelp = "`hanse roadmap init` writes the complete checklist";

// The team that a role of the template is, where the register leaves no choice.
std::map<std::string, std::string> owners_of(const std::string& folder) {
  std::map<std::string, std::string> out;
  const auto mesh = spec::read_register(folder);
  if (!mesh) return out;
  std::map<std::string, std::vector<std::string>> by_type;
  for (const spec::MeshTeam& team : mesh->teams) by_type[team.type].push_back(team.id.str());
  for (const char* type : {"platform", "council"})
    if (by_type[type].size() == 1) out[type] = by_type[type][0];
  if (mesh->domains.size() == 1) out["domain"] = mesh->domains[0].owner.str();
  return out;
}

void decode_checked(spec::Decoder& decoder, const spec::Node& root, Roadmap& roadmap) {
  strategy::decode_roadmap(decoder, root, roadmap);
  strategy::check_roadmap(decoder, roadmap);
}

}  // namespace

Result<std::string> init_roadmap(const std::string& folder, const NewRoadmap& wanted) {
  if (!wanted.start.empty() && !strategy::day_of_date(wanted.start))
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` is no date: expected one like `2026-01-31`", wanted.start));
  HANSE_TRY(const auto files, strategy::files_of_kind(folder, "Roadmap"));
  if (path_exists(join_path(folder, kRoadmapPath)) || !files.empty())
    return fail(ErrorCode::kAlreadyExists,
                fmt::format("`{}` exists already",
                            files.empty() ? std::string(kRoadmapPath) : files[0].path),
                "edit it; `hanse roadmap` shows what it says");
  HANSE_TRY_STATUS(spec::write_mesh_file(
      folder, std::string(kRoadmapPath),
      strategy::roadmap_from_template(
          {wanted.sponsor, wanted.start, owners_of(folder), wanted.has_guide_estimates})));
  return std::string(kRoadmapPath);
}

Result<std::unique_ptr<RoadmapView>> roadmap_view(App& app, const RoadmapQuestion& question) {
  auto view = std::make_unique<RoadmapView>();
  HANSE_TRY(auto roadmap,
            strategy::load_document<Roadmap>(app.folder(), "Roadmap", decode_checked));
  if (!roadmap)
    return fail(ErrorCode::kNotFound, "there is no file of kind `Roadmap` in `strategy/`",
                kInitHelp);
  view->roadmap = std::move(*roadmap);
  HANSE_TRY(view->forecasts,
            strategy::load_document<RoadmapForecasts>(app.folder(), "RoadmapForecasts",
                                                      strategy::decode_forecasts));
  HANSE_TRY(const auto loaded, spec::load_mesh(app.folder(), {app.environment()}));
  HANSE_TRY(view->facts, programme_facts(app, loaded));
  view->facts.now_us = question.now_us;
  if (question.with_guide_estimates)
    view->guide_estimates = strategy::add_guide_estimates(view->roadmap);
  view->outlook = strategy::look_ahead(
      view->roadmap, view->facts,
      {view->forecasts ? &*view->forecasts : nullptr, question.seed, question.trials});
  return view;
}

Status keep_forecast(const std::string& folder, RoadmapView& view, const KeepOrder& order) {
  if (view.guide_estimates > 0)
    return fail(ErrorCode::kInvalidArgument, "a scenario is nobody's forecast, and is not kept",
                "state estimates in strategy/roadmap.yaml, then keep it without --scenario");
  strategy::KeptForecast forecast = strategy::forecast_of(view.outlook);
  if (forecast.items.empty())
    return fail(ErrorCode::kInvalidArgument, "there is no date to keep",
                "state `start` and the estimates of activities; `hanse roadmap status` lists "
                "what is missing");
  RoadmapForecasts kept = view.forecasts.value_or(RoadmapForecasts());
  if (kept.roadmap.empty()) kept.roadmap = view.roadmap.id;
  if (order.as_baseline && kept.baseline() != nullptr && order.reason.empty())
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("a baseline of {} is kept: another one hides what slipped since",
                            kept.baseline()->at),
                "say why, with --reason; the earlier one is kept beside it");
  forecast.is_baseline = order.as_baseline;
  forecast.reason = order.reason;
  strategy::note_outcomes(view.outlook, kept);
  kept.kept.push_back(std::move(forecast));
  const std::string path = kept.path.empty() ? std::string(kRoadmapForecastsPath) : kept.path;
  HANSE_TRY_STATUS(spec::write_mesh_file(folder, path, strategy::forecasts_yaml(kept)));
  view.forecasts = std::move(kept);
  return {};
}

}  // namespace hanse::app
