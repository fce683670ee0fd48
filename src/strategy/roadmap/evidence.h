// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "strategy/programme/programme_facts.h"
#include "strategy/roadmap/roadmap.h"

namespace hanse::strategy {

// The closed set of questions by which activities and milestones close themselves. Pure.

struct EvidenceAnswer {
  bool holds = false;
  std::optional<double> found;  // none: not known, see `missing`
  double wanted = 0;
  bool wants_at_most = false;
  std::string unit;      // "products"; "%" of a share
  std::string text;      // "2 of 3 products are published: a/b, c/d"
  std::string query;     // the command and the rule that show the same
  std::string missing;   // which fact is missing, and how to provide it
  int64_t since_us = 0;  // when it came to hold; 0: not known
};
EvidenceAnswer ask(const RoadmapEvidence& evidence, const ProgrammeFacts& facts);

// One question: what it counts, where people see the same, and its parameters besides `atLeast`,
// `atMost` and `share`, of which it takes those it says.
struct EvidenceQuestion {
  std::string_view name, text, query;
  std::string_view unit;  // what is counted
  std::span<const std::string_view> parameters;
  double wanted;  // when the file states nothing
  bool is_at_most = false;
  bool is_per_name = false;  // as many as roles or kinds are named, where some are
};
std::span<const EvidenceQuestion> evidence_questions();
const EvidenceQuestion* evidence_question(std::string_view name);
// The names of the parameters that the file gave.
std::vector<std::string_view> given_parameters(const RoadmapEvidence& evidence);

}  // namespace hanse::strategy
