// SPDX-License-Identifier: Apache-2.0
#include "strategy/programme/decode.h"
#include "strategy/programme/working_days.h"
#include "strategy/roadmap/roadmap.h"

namespace hanse::strategy {
namespace {

using spec::checked;
using spec::choice;
using spec::Decoder;
using spec::Expect;
using spec::list;
using spec::Need;
using spec::Node;
using spec::object;
using spec::Table;
using spec::text;
using spec::texts;

constexpr int kCountMax = 1'000'000;
constexpr std::string_view kLevels[] = {"availability", "freshness", "quality"};
constexpr std::string_view kTeamTypes[] = {"streamAligned", "platform", "enabling",
                                           "complicatedSubsystem", "council"};

using Estimate = RoadmapEstimate;
constexpr Table kEstimate(
    "an estimate", "",
    {number<&Estimate::optimistic, 0, static_cast<int>(kEstimateDaysMax)>("optimistic",
                                                                          Need::kRequired),
     number<&Estimate::likely, 0, static_cast<int>(kEstimateDaysMax)>("likely", Need::kRequired),
     number<&Estimate::pessimistic, 0, static_cast<int>(kEstimateDaysMax)>("pessimistic",
                                                                           Need::kRequired),
     text<&Estimate::by>("by"), date<&Estimate::at>("at"), text<&Estimate::source>("source")});

void read_estimate(Decoder& decoder, const Node& node, RoadmapItem& item) {
  Estimate& estimate = item.estimate.emplace();
  const size_t before = decoder.errors();
  decoder.map(node, kEstimate, estimate);
  estimate.span = node.span;
  if (decoder.errors() != before) return item.estimate.reset();
  if (estimate.optimistic > estimate.likely || estimate.likely > estimate.pessimistic ||
      estimate.pessimistic <= 0)
    decoder.error("HNS-G052", node.span,
                  fmt::format("expected optimistic ≤ likely ≤ pessimistic and more than 0, found "
                              "{}, {}, {}",
                              estimate.optimistic, estimate.likely, estimate.pessimistic),
                  "working days: if all goes well, most likely, if most goes wrong");
  if (estimate.source.empty() && (estimate.by.empty() || estimate.at.empty()))
    decoder.error("HNS-G056", node.span, "nobody is named who made the estimate, and when",
                  "add `by: ROLE, at: DATE`; or `source:` for one that is claimed elsewhere");
}

using Closing = RoadmapClosing;
constexpr Table kClosing("who closed it", "",
                         {text<&Closing::by>("by", Need::kRequired),
                          date<&Closing::at>("at", Need::kRequired), text<&Closing::note>("note")});

void read_closing(Decoder& decoder, const Node& node, RoadmapItem& item) {
  decoder.map(node, kClosing, item.closed.emplace());
  item.closed->span = node.span;
}

using Evidence = RoadmapEvidence;
void read_over(Decoder& decoder, const Node& node, Evidence& evidence) {
  spec::check_duration(decoder, node);
  evidence.over = node.text;
}
constexpr Table kEvidence(
    "a question to the mesh", "of",
    {text<&Evidence::of>("of", Need::kRequired),
     number<&Evidence::at_least, 1, kCountMax>("atLeast"),
     number<&Evidence::at_most, 0, kCountMax>("atMost"), number<&Evidence::share, 0, 1>("share"),
     spec::custom<read_over>("over", Expect::kText), choice<&Evidence::level, kLevels>("level"),
     choice<&Evidence::type, kTeamTypes>("type"), text<&Evidence::document>("document"),
     text<&Evidence::domain>("domain"), texts<&Evidence::roles>("roles"),
     texts<&Evidence::kinds>("kinds"), texts<&Evidence::detectors>("detectors")});

void read_evidence(Decoder& decoder, const Node& node, Evidence& evidence) {
  decoder.map(node, kEvidence, evidence);
}

using Item = RoadmapItem;
void read_after(Decoder& decoder, const Node& node, Item& item) {
  spec::check_distinct(decoder, node);
  for (const Node& one : node.items) item.after.push_back(one.text);
  item.after_span = node.span;
}
constexpr Table kActivity(
    "an activity", "id",
    {text<&Item::id>("id", Need::kRequired), text<&Item::name>("name", Need::kRequired),
     spec::placed<&Item::phase, &Item::phase_span>("phase", Need::kRequired),
     text<&Item::topic>("topic"), text<&Item::owner>("owner"), text<&Item::note>("note"),
     spec::custom<read_after>("after", Expect::kTexts),
     spec::custom<read_estimate>("estimate", Expect::kMap), date<&Item::not_before>("notBefore"),
     date<&Item::due>("due"), date<&Item::started>("started"),
     list<&Item::evidence, read_evidence>("evidence"),
     spec::custom<read_closing>("closed", Expect::kMap)});
constexpr Table kMilestone(
    "a milestone", "id",
    {text<&Item::id>("id", Need::kRequired), text<&Item::name>("name", Need::kRequired),
     spec::placed<&Item::phase, &Item::phase_span>("phase", Need::kRequired),
     text<&Item::owner>("owner"), text<&Item::note>("note"), text<&Item::topic>("topic"),
     spec::custom<read_after>("after", Expect::kTexts), date<&Item::not_before>("notBefore"),
     date<&Item::due>("due"), list<&Item::evidence, read_evidence>("evidence"),
     spec::custom<read_closing>("closed", Expect::kMap)});

void read_activity(Decoder& decoder, const Node& node, Item& item) {
  decoder.map(node, kActivity, item);
}
void read_items(Decoder& decoder, const Node& value, Roadmap& roadmap) {
  const bool are_milestones = decoder.field() == "milestones";
  for (const Node& node : value.items) {
    if (node.kind != Node::Kind::kMap) continue;
    Item& item = roadmap.items.emplace_back();
    item.is_milestone = are_milestones;
    if (are_milestones)
      decoder.map(node, kMilestone, item);
    else
      read_activity(decoder, node, item);
  }
}

using Phase = RoadmapPhase;
constexpr Table kPhase("a phase", "id",
                       {text<&Phase::id>("id", Need::kRequired),
                        text<&Phase::name>("name", Need::kRequired),
                        spec::integer<&Phase::from_month, 1, 240>("fromMonth"),
                        spec::integer<&Phase::to_month, 1, 240>("toMonth")});
void read_phase(Decoder& decoder, const Node& node, Phase& phase) {
  decoder.map(node, kPhase, phase);
}

constexpr Table kCalendar("a calendar", "",
                          {choices<&Roadmap::weekdays, kWeekdayNames>("weekdays"),
                           dates<&Roadmap::holidays>("holidays")});
void read_calendar(Decoder& decoder, const Node& node, Roadmap& roadmap) {
  const Span span = roadmap.span;
  decoder.map(node, kCalendar, roadmap);
  roadmap.span = span;
}

constexpr Table kRoadmap("a roadmap", "id",
                         {text<&Roadmap::api_version>("apiVersion", Need::kRequired),
                          checked<Roadmap>("kind", Expect::kText, Need::kRequired),
                          text<&Roadmap::id>("id", Need::kRequired), text<&Roadmap::name>("name"),
                          text<&Roadmap::description>("description"),
                          text<&Roadmap::sponsor>("sponsor"), date<&Roadmap::start>("start"),
                          spec::custom<read_calendar>("calendar", Expect::kMap),
                          list<&Roadmap::phases, read_phase>("phases", Need::kRequired),
                          spec::custom<read_items>("activities", Expect::kMaps, Need::kRequired),
                          spec::custom<read_items>("milestones", Expect::kMaps)});

}  // namespace

std::string RoadmapEstimate::source_text() const {
  return source.empty() ? fmt::format("{}, {}", by, at) : source;
}

const RoadmapItem* Roadmap::item(std::string_view wanted) const {
  for (const RoadmapItem& one : items)
    if (one.id == wanted) return &one;
  return nullptr;
}

void decode_roadmap(Decoder& decoder, const Node& root, Roadmap& roadmap) {
  decoder.map(root, kRoadmap, roadmap);
  // Activities first, whatever the file's order: what is shown follows it.
  std::ranges::stable_partition(roadmap.items,
                                [](const RoadmapItem& item) { return !item.is_milestone; });
}

}  // namespace hanse::strategy
