// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "strategy/facts/mesh_facts.h"

namespace hanse::strategy {
namespace {

// The times of the first and the last of `count`; none of them is left when all are later.
void cut(int64_t now_us, int64_t& first_us, int64_t& last_us, uint32_t& count) {
  if (first_us > now_us) {
    first_us = last_us = 0;
    count = 0;
  }
  last_us = std::min(last_us, now_us);
}

void forget_incidents(MeshFacts& facts, int64_t now_us) {
  std::erase_if(facts.incidents, [&](const auto& one) { return one.detected_us > now_us; });
  for (catalog::IncidentRecord& incident : facts.incidents)
    if (incident.repaired_us > now_us) incident.repaired_us = 0;
}

void forget_grants(MeshFacts& facts, int64_t now_us) {
  std::erase_if(facts.grants, [&](const GrantFact& one) { return one.granted_us > now_us; });
  for (GrantFact& fact : facts.grants)
    if (fact.grant.revoked_us > now_us) fact.grant.revoked_us = 0;
}

}  // namespace

void forget_later(MeshFacts& facts, int64_t now_us) {
  for (UsageRow& row : facts.usage.rows) {
    cut(now_us, row.first_allowed_us, row.last_allowed_us, row.allowed);
    cut(now_us, row.first_refused_us, row.last_refused_us, row.refused);
  }
  std::erase_if(facts.usage.rows, [&](const UsageRow& row) {
    return int64_t{row.day} * kDayUs > now_us;
  });
  std::erase_if(facts.outcomes, [&](const OutcomeFact& one) { return one.at_us > now_us; });
  std::erase_if(facts.applies, [&](const ApplyFact& one) { return one.at_us > now_us; });
  forget_grants(facts, now_us);
  forget_incidents(facts, now_us);
}

}  // namespace hanse::strategy
