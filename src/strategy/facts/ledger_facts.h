// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/json.h"
#include "strategy/facts/segment_facts.h"

namespace hanse::strategy {

// All segments of a ledger put together. Pure.

struct LedgerEvent {
  int64_t at_us = 0;
  std::string kind;  // apply | grant
  Json body;
};

struct LedgerFacts {
  UsageFacts usage;                   // consumers without domain and team, tables without product
  std::vector<OutcomeFact> outcomes;  // oldest first
  std::vector<LedgerEvent> events;    // oldest first
  uint64_t entries = 0, unknown_tables = 0;
  int64_t from_us = 0;  // of the oldest entry
};

// `segments` in order, without repeats.
LedgerFacts merge_segments(const std::vector<SegmentFacts>& segments);

// `domain/name`; empty for other texts.
ProductId product_id_of(std::string_view text);

}  // namespace hanse::strategy
