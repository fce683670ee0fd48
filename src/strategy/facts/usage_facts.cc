// SPDX-License-Identifier: Apache-2.0
#include "strategy/facts/usage_facts.h"

#include <algorithm>

namespace hanse::strategy {

bool is_given_to(const std::string& principal, const UsageConsumer& consumer) {
  constexpr std::string_view kGroup = "group:";
  if (!principal.starts_with(kGroup)) return principal == consumer.principal;
  return std::ranges::find(consumer.groups, principal.substr(kGroup.size())) !=
         consumer.groups.end();
}

}  // namespace hanse::strategy
