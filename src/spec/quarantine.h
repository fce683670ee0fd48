// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "spec/contract.h"

namespace hanse::spec {

// `customProperties: [{property: quarantine, value: rows}]` of an output port's contract: rows that
// break it are kept apart with the reason, instead of failing the build; `value: {limitPercent: 5}`
// also says above which share of the rows it fails all the same.
struct Quarantine {
  double limit_percent = 10;          // of the rows of a source, and of the built rows
};

inline constexpr std::string_view kQuarantineProperty = "quarantine";
// What is appended to a table's name to name the rows that were kept apart.
inline constexpr std::string_view kQuarantineSuffix = "__quarantine";

// None: the contract asks for none, or says it in words that are none (HNS-S028 tells of them).
std::optional<Quarantine> quarantine_of(const DataContract& contract);
// Of one custom property's value.
std::optional<Quarantine> quarantine_of(const Json& value);

}  // namespace hanse::spec
