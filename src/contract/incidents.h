// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalog/journal.h"
#include "spec/contract.h"

namespace hanse::contract {

// What becomes an incident, and when it is over. Pure.

// How a promise of a product looks at one moment.
struct Observation {
  enum class State { kMissed, kKept, kUnknown };  // kUnknown: what was known of it still holds
  ProductId product;
  std::string kind, key;              // as of IncidentRecord
  std::string severity;               // of what is missed: error | warning
  std::string summary;                // for people; names no table, no column and no value
  std::string contract_version;
  State state = State::kMissed;
  int64_t began_us = 0;               // when the bad rows were published, or it was first missed
  int64_t seen_us = 0;                // of the evidence: the same run seen twice is one occurrence
};

struct IncidentChange {
  enum class What { kOpened, kSeenAgain, kRepaired };
  What what = What::kOpened;
  catalog::IncidentRecord incident;   // as it is from now on
};

// `known`: the open incidents, and those that were repaired at or after the evidence of any
// observation. An incident that somebody closed by hand opens again with newer evidence alone. An
// open one of a kind that is observed, about which nothing is observed any more, is no longer
// promised and is closed with that cause; those of consumers' reports are people's to close.
std::vector<IncidentChange> incident_changes(
    const std::vector<Observation>& observations,
    const std::vector<catalog::IncidentRecord>& known,
    const std::function<std::string(const ProductId&)>& owner_of, int64_t now_us);

// Microseconds; none: it did not happen yet, or is not promised.
struct IncidentTime {
  std::string_view property;          // timeToDetect | timeToNotify | timeToRepair
  std::optional<int64_t> taken_us;    // of what goes on: up to now
  std::optional<int64_t> allowed_us;  // by the contract
  bool is_over = false;               // it happened: `taken_us` grows no more
  bool is_missed() const { return taken_us && allowed_us && *taken_us > *allowed_us; }
};
// To detect from when it began, to notify and to repair from when it was detected. `contract` may
// be null: nothing is promised.
std::vector<IncidentTime> incident_times(const catalog::IncidentRecord& incident,
                                         const spec::DataContract* contract, int64_t now_us);

}  // namespace hanse::contract
