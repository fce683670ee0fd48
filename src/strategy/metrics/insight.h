// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "strategy/facts/mesh_facts.h"

namespace hanse::strategy {

// A person or an application and a product they asked for. Products that read others have
// agreements, not insights: they are not among these.
struct InsightPair {
  uint32_t consumer = 0;  // into usage.consumers
  ProductId product;
  int64_t asked_us = 0;     // first refused before the first answer; 0: never
  int64_t answered_us = 0;  // first answered; 0: not yet
  bool by_hand = false;     // a grant that was theirs held when they were answered first
};
// By product and consumer; pure. Linear in the rows of usage.
std::vector<InsightPair> insight_pairs(const MeshFacts& facts);

}  // namespace hanse::strategy
