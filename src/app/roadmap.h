// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/app.h"
#include "strategy/programme/programme_facts.h"
#include "strategy/roadmap/outlook.h"

namespace hanse::app {

// The roadmap of a mesh folder, held against the mesh.

constexpr std::string_view kRoadmapPath = "strategy/roadmap.yaml";
constexpr std::string_view kRoadmapForecastsPath = "strategy/roadmap-forecasts.yaml";

struct NewRoadmap {
  std::string start, sponsor;  // empty: left open
  bool has_guide_estimates = false;
};
// Writes the complete checklist, prefilled with the teams of mesh.yaml; gives its path.
// kAlreadyExists when there is one; kInvalidArgument when `start` is no date.
Result<std::string> init_roadmap(const std::string& folder, const NewRoadmap& wanted);

struct RoadmapQuestion {
  bool with_guide_estimates = false;  // the guide's scenario: where nobody stated one
  uint64_t seed = strategy::kSeedDefault;
  size_t trials = strategy::kTrialsDefault;
  int64_t now_us = 0;  // the day that it is looked at
};
// What is found, together with what it points into: not to be moved.
struct RoadmapView {
  strategy::Roadmap roadmap;
  std::optional<strategy::RoadmapForecasts> forecasts;
  strategy::ProgrammeFacts facts;
  strategy::RoadmapOutlook outlook;
  size_t guide_estimates = 0;
};
// kNotFound without a file of kind Roadmap, kInvalidArgument when it has errors or there are two.
Result<std::unique_ptr<RoadmapView>> roadmap_view(App& app, const RoadmapQuestion& question);

// Adds today's forecast to strategy/roadmap-forecasts.yaml, with what was done since the last one.
// A baseline that takes the place of another needs a reason (kInvalidArgument). A scenario is not
// kept, nor what has no dates (kInvalidArgument).
struct KeepOrder {
  bool as_baseline = false;
  std::string reason;
};
Status keep_forecast(const std::string& folder, RoadmapView& view, const KeepOrder& order);

}  // namespace hanse::app
