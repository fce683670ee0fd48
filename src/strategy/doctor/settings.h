// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "spec/decoder.h"
#include "strategy/doctor/detector.h"

namespace hanse::strategy {

// `strategy/doctor.yaml`, kind Doctor: what a mesh decided about the detectors. Plain data.

struct DoctorOverride {
  std::string detector, threshold, reason;
  double value = 0;
  Span span;
};
// A finding that is known and borne with, by whom, and until when.
struct DoctorWaiver {
  std::string detector, object, reason, who, until;  // until: a date, the last day
  std::string path;                                  // of its file
  Span span;
  bool is_expired(int64_t now_us) const;
};
struct DoctorSettings {
  std::string path;
  std::vector<DoctorOverride> thresholds;
  std::vector<DoctorWaiver> waivers;
};

// HNS-G070, HNS-G071 and what the decoder itself finds.
void decode_doctor(spec::Decoder& decoder, const spec::Node& root, DoctorSettings& settings);
void check_doctor(spec::Decoder& decoder, const spec::Node& root, const spec::Model& mesh);

// The thresholds in force of one detector, by name.
std::map<std::string, double, std::less<>> limits_of(const Detector& detector,
                                                     const std::vector<DoctorSettings>& settings);

}  // namespace hanse::strategy
