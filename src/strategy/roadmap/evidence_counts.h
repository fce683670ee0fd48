// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "strategy/programme/programme_facts.h"
#include "strategy/roadmap/roadmap.h"

namespace hanse::strategy {

// What each question of evidence.h counts in the mesh's facts. Private to src/strategy/roadmap.

struct EvidenceMatch {
  std::string name;
  int64_t since_us = 0;  // 0: not known
};
struct EvidenceCount {
  std::vector<EvidenceMatch> matches;
  std::optional<double> number;  // where there is nothing to name; else that of `matches`
  size_t of = 0;                 // out of how many, for a share
  std::string unit;              // where it says more than the question's
  std::string missing;           // why it cannot be counted
  std::string problem;           // what keeps it from holding, whatever the count
};

using EvidenceCounter = EvidenceCount(const RoadmapEvidence&, const ProgrammeFacts&);
EvidenceCounter count_seats, count_teams, count_domains, count_staffed, count_products,
    count_described, count_passing, count_used, count_consumers, count_across, count_askers,
    count_tests, count_levels, count_purposes, count_technologies, count_environments, count_terms,
    count_documents, count_tables_left, count_incidents, count_findings;

}  // namespace hanse::strategy
