// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "strategy/roadmap/roadmap.h"

namespace hanse::strategy {

// The complete roadmap that the binary carries (src/strategy/roadmap/template.yaml). Pure.

struct RoadmapPrefill {
  std::string sponsor, start;  // empty: left to whoever edits it
  // Who the template's roles are here: platform, council, domain, lead, sponsor.
  std::map<std::string, std::string> owners;
  bool has_guide_estimates = false;  // as claimed ones; else they are comments
};
// The text of strategy/roadmap.yaml. What is not known stands as a comment that says what to state.
std::string roadmap_from_template(const RoadmapPrefill& prefill);

// What the guide's scenario rests on: its phases' months, broken down by the template.
constexpr std::string_view kGuideEstimateSource =
    "the guide's months of each phase, broken down by the template";

// Puts the template's estimates where an activity of the same id has none. How many.
size_t add_guide_estimates(Roadmap& roadmap);

}  // namespace hanse::strategy
