// SPDX-License-Identifier: Apache-2.0
#include "strategy/doctor/settings.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "spec/decode_common.h"
#include "spec/fields.h"
#include "strategy/facts/usage_facts.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;
using spec::Expect;
using spec::Need;
using spec::Node;

constexpr double kThresholdMost = 1'000'000;  // of days, products, columns, statements
constexpr size_t kDateBytes = 10;             // 2026-01-31

void read_value(Decoder& decoder, const Node& value, DoctorOverride& change) {
  const auto number = spec::number_of(value.text);
  if (number && *number >= 0 && *number <= kThresholdMost)
    change.value = *number;
  else
    decoder.error("HNS-S024", value.span, "expected a number from 0 to 1000000");
}

// A share of more than all would never be reached, and the detector be silent for good.
void check_share(Decoder& decoder, const Node& node, const DoctorThreshold& threshold) {
  const Node* value = node.find("value");
  const bool is_share = threshold.text.starts_with("share");
  if (is_share && value != nullptr && spec::number_of(value->text).value_or(0) > 1)
    decoder.error("HNS-S024", value->span,
                  fmt::format("`{}` is a share: expected a number from 0 to 1", threshold.name));
}

// The last day as a whole: an instant would end within it.
void read_until(Decoder& decoder, const Node& value, DoctorWaiver& waiver) {
  waiver.until = value.text;
  if (value.text.size() > kDateBytes && parse_time(value.text))
    decoder.error("HNS-S034", value.span, "`until`: expected a date, the last day as a whole",
                  fmt::format("write it as {}", value.text.substr(0, kDateBytes)));
  else
    spec::check_date(decoder, value);
}

// What a waiver cannot be without; only blanks say nothing.
template <auto Member>
void read_said(Decoder& decoder, const Node& value, DoctorWaiver& waiver) {
  waiver.*Member = value.text;
  if (trim(value.text).empty()) decoder.missing(decoder.field(), "a waiver", value.span);
}
template <auto Member>
constexpr auto said(std::string_view name) {
  return spec::custom<read_said<Member>>(name, Expect::kText, Need::kRequired);
}

// HNS-G070. The detector, when there is one of that id.
const Detector* check_detector(Decoder& decoder, std::string_view id, const Span& span) {
  const Detector* found = doctor_detector(id);
  if (found != nullptr || id.empty()) return found;
  std::vector<std::string_view> ids;
  for (const Detector& detector : doctor_detectors()) ids.push_back(detector.id);
  const std::string_view near = nearest(id, ids);
  decoder.error("HNS-G070", span, fmt::format("there is no detector `{}`", id),
                near.empty() ? "docs/reference/doctor.md lists them"
                             : fmt::format("did you mean `{}`?", near));
  return nullptr;
}

constexpr spec::Table kOverride("a threshold", "detector",
                                {spec::text<&DoctorOverride::detector>("detector", Need::kRequired),
                                 spec::text<&DoctorOverride::threshold>("name", Need::kRequired),
                                 spec::custom<read_value>("value", Expect::kNumber,
                                                          Need::kRequired),
                                 spec::text<&DoctorOverride::reason>("reason")});

void read_override(Decoder& decoder, const Node& node, DoctorOverride& change) {
  decoder.map(node, kOverride, change);
  const Detector* detector = check_detector(decoder, change.detector, change.span);
  if (detector == nullptr || change.threshold.empty()) return;
  std::vector<std::string_view> names;
  std::string all;
  for (const DoctorThreshold& threshold : detector->thresholds) {
    if (threshold.name == change.threshold) return check_share(decoder, node, threshold);
    names.push_back(threshold.name);
    all += fmt::format("{}`{}`", all.empty() ? "" : ", ", threshold.name);
  }
  const std::string_view near = nearest(change.threshold, names);
  const Node* name = node.find("name");
  decoder.error("HNS-G071", name == nullptr ? change.span : name->span,
                fmt::format("`{}` has no threshold `{}`", detector->id, change.threshold),
                all.empty()    ? std::string("it has none")
                : near.empty() ? fmt::format("it has {}", all)
                               : fmt::format("did you mean `{}`?", near));
}

constexpr spec::Table kWaiver("a waiver", "detector",
                              {spec::text<&DoctorWaiver::detector>("detector", Need::kRequired),
                               said<&DoctorWaiver::object>("object"),
                               said<&DoctorWaiver::reason>("reason"),
                               said<&DoctorWaiver::who>("who"),
                               spec::custom<read_until>("until", Expect::kText, Need::kRequired)});

void read_waiver(Decoder& decoder, const Node& node, DoctorWaiver& waiver) {
  decoder.map(node, kWaiver, waiver);
  check_detector(decoder, waiver.detector, waiver.span);
}

constexpr spec::Table kSettings(
    "the doctor's settings", "",
    {spec::checked<DoctorSettings>("apiVersion", Expect::kText, Need::kRequired),
     spec::checked<DoctorSettings>("kind", Expect::kText, Need::kRequired),
     spec::list<&DoctorSettings::thresholds, read_override>("thresholds"),
     spec::list<&DoctorSettings::waivers, read_waiver>("waivers")});

}  // namespace

bool DoctorWaiver::is_expired(int64_t now_us) const {
  const auto last = parse_time(until);
  return !last || now_us >= *last + kDayUs;
}

void decode_doctor(Decoder& decoder, const Node& root, DoctorSettings& settings) {
  decoder.map(root, kSettings, settings);
  for (DoctorWaiver& waiver : settings.waivers) waiver.path = settings.path;
}

void check_doctor(Decoder& decoder, const Node& root, const spec::Model&) {
  DoctorSettings settings;
  decode_doctor(decoder, root, settings);
}

std::map<std::string, double, std::less<>> limits_of(const Detector& detector,
                                                     const std::vector<DoctorSettings>& settings) {
  std::map<std::string, double, std::less<>> limits;
  for (const DoctorThreshold& threshold : detector.thresholds)
    limits[std::string(threshold.name)] = threshold.value;
  for (const DoctorSettings& file : settings)
    for (const DoctorOverride& change : file.thresholds)
      if (change.detector == detector.id) limits[change.threshold] = change.value;
  return limits;
}

}  // namespace hanse::strategy
