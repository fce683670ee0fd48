// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spec/decoder.h"
#include "strategy/programme/programme_facts.h"
#include "strategy/report/report.h"

namespace hanse::strategy {

// `strategy/stakeholders.yaml`, kind Stakeholders: who can move the programme, what they want, and
// who speaks with them. Groups and roles rather than names. Plain data.
struct Stakeholder {
  std::string id, name, group, concern, next;
  std::string owner;                 // of the relation: who speaks with them
  std::string by, at;                // who judged it, when
  // None: nobody said.
  std::optional<int64_t> power, interest;   // 1 little to 5 much
  std::optional<int64_t> attitude, wanted;  // −2 against to 2 for it
  Span span;
  bool is_placed() const { return power && interest; }
};
struct Stakeholders {
  std::string path, api_version, id, by, at;
  std::vector<Stakeholder> all;
  Span span;
};
void decode_stakeholders(spec::Decoder& decoder, const spec::Node& root, Stakeholders& out);
void check_stakeholders(spec::Decoder& decoder, const Stakeholders& stakeholders);
// Power against interest (A. Mendelow, "Environmental scanning", ICIS 1981), what each quadrant
// asks for, and where the attitude is furthest from what is wanted, by power.
Report stakeholders_report(const Stakeholders& stakeholders, const ProgrammeFacts& facts);

// manage closely | keep satisfied | keep informed | watch | not judged
std::string_view quadrant_of(const Stakeholder& stakeholder);

}  // namespace hanse::strategy
