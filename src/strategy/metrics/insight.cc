// SPDX-License-Identifier: Apache-2.0
#include "strategy/metrics/insight.h"

#include <algorithm>

namespace hanse::strategy {
namespace {

bool held_at(const GrantFact& fact, int64_t at_us) {
  const catalog::GrantRecord& grant = fact.grant;
  return fact.granted_us <= at_us && grant.from_us <= at_us &&
         (grant.until_us == 0 || grant.until_us > at_us) &&
         (grant.revoked_us == 0 || grant.revoked_us > at_us);
}

}  // namespace

std::vector<InsightPair> insight_pairs(const MeshFacts& facts) {
  std::map<ProductId, std::vector<const UsageRow*>> rows;
  std::vector<const UsageRow*>* of_table = nullptr;
  uint32_t table = UINT32_MAX;
  for (const UsageRow& row : facts.usage.rows) {  // by table
    if (row.table != table) {
      table = row.table;
      const ProductId& product = facts.usage.tables[table].product;
      of_table = product.empty() ? nullptr : &rows[product];
    }
    if (of_table != nullptr && !facts.usage.consumers[row.consumer].is_product())
      of_table->push_back(&row);
  }
  std::map<ProductId, std::vector<const GrantFact*>> grants;
  for (const GrantFact& grant : facts.grants) grants[grant.grant.product].push_back(&grant);
  std::vector<InsightPair> out;
  for (const auto& [product, of_product] : rows) {
    std::map<uint32_t, InsightPair> pairs;
    InsightPair* last = nullptr;
    uint32_t consumer = UINT32_MAX;
    for (const UsageRow* row : of_product) {
      if (row->consumer != consumer || last == nullptr) last = &pairs[consumer = row->consumer];
      InsightPair& pair = *last;
      pair.asked_us = earlier(pair.asked_us, row->first_refused_us);
      pair.answered_us = earlier(pair.answered_us, row->first_allowed_us);
    }
    for (auto& [index, pair] : pairs) {
      if (pair.asked_us == 0 && pair.answered_us == 0) continue;  // only slips of their own
      pair.consumer = index;
      pair.product = product;
      if (pair.answered_us != 0 && pair.asked_us > pair.answered_us) pair.asked_us = 0;
      if (pair.answered_us != 0)
        pair.by_hand = std::ranges::any_of(grants[product], [&](const GrantFact* grant) {
          return is_given_to(grant->grant.principal, facts.usage.consumers[pair.consumer]) &&
                 held_at(*grant, pair.answered_us);
        });
      out.push_back(pair);
    }
  }
  return out;
}

}  // namespace hanse::strategy
