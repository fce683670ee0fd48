// SPDX-License-Identifier: Apache-2.0
#include "strategy/programme/programme_kinds.h"
#include "strategy/roadmap/kept_forecasts.h"
#include "strategy/roadmap/roadmap.h"

namespace hanse::strategy {

void check_roadmap_file(spec::Decoder& decoder, const spec::Node& root, const spec::Model&) {
  Roadmap roadmap;
  decode_roadmap(decoder, root, roadmap);
  check_roadmap(decoder, roadmap);
}

void check_forecasts_file(spec::Decoder& decoder, const spec::Node& root, const spec::Model&) {
  RoadmapForecasts forecasts;
  decode_forecasts(decoder, root, forecasts);
}

}  // namespace hanse::strategy
