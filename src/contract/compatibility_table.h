// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "contract/compatibility_rules.h"

namespace hanse::contract {

// Private: the parts of the table of rules, one a file; compatibility_rules() joins them.
std::span<const CompatibilityRule> contract_rules();  // the contract, its tables and their keys
std::span<const CompatibilityRule> column_rules();    // columns, types and what restricts values
std::span<const CompatibilityRule> promise_rules();   // quality, relationships, levels and parties

inline constexpr Impact kStays = Impact::kCompatible, kAdds = Impact::kAdditive,
                         kBreaks = Impact::kBreaking;

}  // namespace hanse::contract
