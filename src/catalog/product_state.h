// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/json.h"
#include "catalog/snapshot.h"

namespace hanse::catalog {

// In the order in which they come. Which one is stricter: see `lifecycle_of`.
enum class Lifecycle { kDraft, kProposed, kActive, kDeprecated, kRetired };
enum class Quality { kPassed, kWarning, kFailing, kUnchecked };
enum class Freshness { kFresh, kStale, kUnknown };

// How far a table is to be trusted at one instant. Instants are microseconds since 1970, 0: none.
// No age is in it: it would be another one at each instant, and a decision could never be kept.
struct TableState {
  Lifecycle lifecycle = Lifecycle::kActive;
  int64_t removal_us = 0;             // of what is deprecated: when it ends
  Quality quality = Quality::kUnchecked;
  int64_t checked_us = 0;
  bool is_checked_now = false;        // the checks saw the rows that are served
  Freshness freshness = Freshness::kUnknown;  // unknown: nothing promised, or nothing built
  int64_t data_us = 0;                // of a view: of the oldest rows behind it
  int64_t stale_us = 0;               // since when it is stale, or when it will be
  bool refresh_failed = false;        // the last build, or the last run of the tool that fills it
  int64_t refresh_failed_us = 0;
  int64_t valid_until_us = 0;         // when time alone makes it another one; 0: never
};

// Of a product's and a contract's status, the one that lets fewer read: retired, draft, proposed,
// deprecated, active. A status that is not written follows the other one; a word that is none is a
// draft.
Lifecycle lifecycle_of(std::string_view product_status, std::string_view contract_status);

// Pure.
TableState state_of(const CatalogSnapshot& catalog, const TableEntry& table, int64_t now_us);

// The worse of two verdicts of check runs: passed, notRun, warning, failed. Empty, never checked,
// is better than all. Pure.
std::string worse_verdict(std::string_view left, std::string_view right);

std::string_view to_string(Lifecycle lifecycle);
std::string_view to_string(Quality quality);
std::string_view to_string(Freshness freshness);
// What weighs most: retired, failing, stale, deprecated, or fresh, against which nothing is known.
std::string_view overall(const TableState& state);
// `input.resource.state` of policies.
Json to_json(const TableState& state);

}  // namespace hanse::catalog
