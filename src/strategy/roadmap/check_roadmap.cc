// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/words.h"
#include "strategy/doctor/detector.h"
#include "strategy/programme/working_days.h"
#include "strategy/roadmap/evidence.h"
#include "strategy/roadmap/network.h"
#include "strategy/roadmap/roadmap.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;

std::string named(const RoadmapItem& item) {
  return fmt::format("{} `{}`", item.is_milestone ? "milestone" : "activity", item.id);
}

std::string near_help(std::string_view word, const std::vector<std::string_view>& names) {
  const std::string_view near = nearest(word, names);
  return near.empty() ? std::string() : fmt::format("did you mean `{}`?", near);
}

void check_ids(Decoder& decoder, const Roadmap& roadmap) {
  std::map<std::string_view, const RoadmapItem*> seen;
  for (const RoadmapItem& item : roadmap.items)
    if (!seen.emplace(item.id, &item).second && !item.id.empty())
      decoder.error("HNS-G054", item.span,
                    fmt::format("there are two activities or milestones `{}`", item.id));
  std::map<std::string_view, const RoadmapPhase*> phases;
  for (const RoadmapPhase& phase : roadmap.phases) {
    if (!phases.emplace(phase.id, &phase).second)
      decoder.error("HNS-G054", phase.span, fmt::format("there are two phases `{}`", phase.id));
    if (phase.to_month != 0 && phase.to_month < phase.from_month)
      decoder.error("HNS-G055", phase.span,
                    fmt::format("phase `{}` ends in month {} and begins in month {}", phase.id,
                                phase.to_month, phase.from_month));
  }
}

void check_references(Decoder& decoder, const Roadmap& roadmap) {
  std::vector<std::string_view> ids, phases;
  for (const RoadmapItem& item : roadmap.items) ids.push_back(item.id);
  for (const RoadmapPhase& phase : roadmap.phases) phases.push_back(phase.id);
  for (const RoadmapItem& item : roadmap.items) {
    if (!item.phase.empty() && std::ranges::find(phases, item.phase) == phases.end())
      decoder.error("HNS-G050", item.phase_span, fmt::format("there is no phase `{}`", item.phase),
                    near_help(item.phase, phases));
    for (const std::string& before : item.after)
      if (std::ranges::find(ids, before) == ids.end())
        decoder.error("HNS-G050", item.after_span,
                      fmt::format("{} waits for `{}`, which is not there", named(item), before),
                      near_help(before, ids));
  }
}

void check_cycle(Decoder& decoder, const Roadmap& roadmap) {
  const auto cycle = network_cycle(network_of(roadmap).tasks);
  if (cycle.empty()) return;
  const RoadmapItem* first = roadmap.item(cycle[0]);
  decoder.error("HNS-G051", first->after_span,
                fmt::format("these wait for each other: {}", joined(cycle, " → ")),
                "take out one `after` of them");
}

void check_question(Decoder& decoder, const RoadmapItem& item, const RoadmapEvidence& evidence) {
  if (evidence.of.empty()) return;
  const EvidenceQuestion* question = evidence_question(evidence.of);
  if (question == nullptr) {
    std::vector<std::string_view> names;
    for (const EvidenceQuestion& one : evidence_questions()) names.push_back(one.name);
    std::string help = near_help(evidence.of, names);
    if (help.empty()) help = "docs/reference/roadmap.md lists the questions";
    return decoder.error("HNS-G053", evidence.span,
                         fmt::format("the mesh cannot be asked for `{}`", evidence.of), help);
  }
  for (const std::string& detector : evidence.detectors)
    if (doctor_detector(detector) == nullptr)
      decoder.error("HNS-G053", evidence.span, fmt::format("there is no detector `{}`", detector),
                    "`hanse reference doctor` lists them");
  for (const std::string_view given : given_parameters(evidence))
    if (std::ranges::find(question->parameters, given) == question->parameters.end()) {
      std::vector<std::string> taken(question->parameters.begin(), question->parameters.end());
      decoder.error("HNS-G053", evidence.span,
                    fmt::format("`{}` of {} does not take `{}`", evidence.of, named(item), given),
                    fmt::format("it takes {}", joined(taken)));
    }
}

void check_dates(Decoder& decoder, const RoadmapItem& item) {
  const auto before = [&](const std::string& one, const std::string& other) {
    const auto first = day_of_date(one), second = day_of_date(other);
    return !one.empty() && !other.empty() && first && second && *first < *second;
  };
  if (item.closed && before(item.closed->at, item.started))
    decoder.error("HNS-G055", item.closed->span,
                  fmt::format("{} was closed on {} and started on {}", named(item), item.closed->at,
                              item.started));
}

}  // namespace

void check_roadmap(Decoder& decoder, const Roadmap& roadmap) {
  if (roadmap.items.size() > kRoadmapItemsMax)
    return decoder.error("HNS-S024", roadmap.span,
                         fmt::format("expected at most {} activities and milestones, found {}",
                                     kRoadmapItemsMax, roadmap.items.size()));
  const size_t before = decoder.errors();
  check_ids(decoder, roadmap);
  check_references(decoder, roadmap);
  if (decoder.errors() == before) check_cycle(decoder, roadmap);
  for (const RoadmapItem& item : roadmap.items) {
    check_dates(decoder, item);
    for (const RoadmapEvidence& evidence : item.evidence) check_question(decoder, item, evidence);
  }
}

}  // namespace hanse::strategy
