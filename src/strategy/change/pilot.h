// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spec/decoder.h"
#include "spec/model.h"
#include "strategy/programme/programme_facts.h"
#include "strategy/report/report.h"

namespace hanse::strategy {

// `strategy/pilot.yaml`, kind PilotSelection: which domain begins. Plain data.

constexpr std::string_view kPilotCriteria[] = {
    "businessValue", "feasibility",       "dataReadiness",   "teamReadiness",
    "sponsor",       "lowRegulatoryRisk", "visibleConsumers"};
constexpr size_t kPilotCriteriaCount = std::size(kPilotCriteria);

struct PilotScore {
  std::string criterion, by, at, evidence;
  int64_t score = 0;  // 1 bad to 5 good; a 1 is a reason against
  Span span;
};
struct PilotCandidate {
  DomainId domain;
  std::vector<PilotScore> scores;
  Span span;
  const PilotScore* score(std::string_view criterion) const;
  std::vector<std::string_view> missing() const;  // criteria without a score
};
struct PilotWeight {
  std::string criterion;
  double weight = 0;
  Span span;
};
struct PilotSelection {
  std::string path, api_version, id, by,
      at;  // who stated the weights, and scores without their own
  std::vector<PilotWeight> weights;
  std::vector<PilotCandidate> candidates;
  Span span;
  double weight(std::string_view criterion) const;  // share of all, 0 … 1
};
void decode_pilot(spec::Decoder& decoder, const spec::Node& root, PilotSelection& out);
void check_pilot(spec::Decoder& decoder, const PilotSelection& pilot, const spec::Model& mesh);

// The smallest change of one weight, the others kept in proportion, that makes another candidate
// win; nothing when none does.
struct PilotFlip {
  std::string criterion;
  DomainId winner;          // then
  double from = 0, to = 0;  // shares
};
struct PilotRank {
  DomainId domain;
  double score = 0;                   // weighted mean, 1 to 5
  double acceptability = 0;           // share of all possible weights under which it wins;
                                      // equal ones share theirs
  std::vector<std::string_view> bad;  // criteria with a 1
};
struct PilotResult {
  std::vector<PilotRank> ranks;  // the best first; only candidates with every score
  std::vector<const PilotCandidate*> incomplete;
  std::optional<PilotFlip> flip;
  double lead = 0;  // of the first over the second
  std::vector<std::string> tied() const;  // with the first, it too; empty: it leads
};
// Rank acceptability over weights drawn uniformly from all that sum to 1 (R. Lahdelma, P. Salminen,
// "SMAA-2", Operations Research 49, 2001), with a fixed seed.
PilotResult rank_pilots(const PilotSelection& pilot);

Report pilot_report(const PilotSelection& pilot, const ProgrammeFacts& facts);
// What the mesh shows of a domain beside a criterion, with its query; empty: nothing measures it.
std::string pilot_measured(std::string_view criterion, const DomainId& domain,
                           const ProgrammeFacts& facts);

}  // namespace hanse::strategy
