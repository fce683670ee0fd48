// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "spec/decoder.h"
#include "strategy/figure.h"

namespace hanse::strategy {

// `strategy/roadmap.yaml`, kind Roadmap: phases, activities and milestones of the way to a mesh.
// Plain data; field names are the file's in snake_case. Durations are working days.

struct RoadmapEstimate {
  double optimistic = 0, likely = 0, pessimistic = 0;
  std::string by, at;          // who stated it, when
  std::string source;          // where it is claimed, of one that nobody here stated
  bool is_from_guide = false;  // put in by the guide's scenario, not by the file
  Basis basis() const { return source.empty() ? Basis::kStated : Basis::kClaimed; }
  std::string source_text() const;  // who and when, or where
  Span span;
};
struct RoadmapClosing {  // by hand
  std::string by, at, note;
  Span span;
};
// A question to the mesh, by one of the names in evidence.h, with its parameters.
struct RoadmapEvidence {
  std::string of;
  std::optional<double> at_least, at_most, share;
  std::string over, level, type, document, domain;  // over: an ISO 8601 duration
  std::vector<std::string> roles, kinds, detectors;
  Span span;
};
struct RoadmapItem {  // an activity, or a milestone: that takes no time
  std::string id, name, phase, owner, note;
  std::string topic;                     // of the guide that it belongs to
  std::string not_before, due, started;  // dates
  std::vector<std::string> after;
  std::optional<RoadmapEstimate> estimate;
  std::vector<RoadmapEvidence> evidence;  // all must hold; then it is done without a hand
  std::optional<RoadmapClosing> closed;
  bool is_milestone = false;
  Span span, phase_span, after_span;
};
struct RoadmapPhase {
  std::string id, name;
  int64_t from_month = 1, to_month = 0;  // counted from 1; to 0: it stays open
  Span span;
};
struct Roadmap {
  std::string path, api_version, id, name, description;
  std::string sponsor;                          // who answers for it; empty: nobody yet
  std::string start;                            // a date; empty: not set
  std::vector<std::string> weekdays, holidays;  // of the calendar
  std::vector<RoadmapPhase> phases;
  std::vector<RoadmapItem> items;  // activities, then milestones, each in the file's order
  Span span;

  const RoadmapItem* item(std::string_view id) const;
};

constexpr size_t kRoadmapItemsMax = 1'000;
constexpr double kEstimateDaysMax = 2'500;

// Reads the document; reports what does not fit by HNS-S…, and what does not hold between its parts
// by HNS-G040 on (cycles with the path named). Partial when there were errors.
void decode_roadmap(spec::Decoder& decoder, const spec::Node& root, Roadmap& roadmap);
void check_roadmap(spec::Decoder& decoder, const Roadmap& roadmap);

}  // namespace hanse::strategy
