// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "spec/contract.h"

namespace hanse::spec {

// What service levels of a contract say to more than one reader. Pure.

// Microseconds of a unit; 0: it is not known. `m` is a minute, `mo` a month of 30 days.
int64_t unit_us(std::string_view unit);

struct EndDate {
  std::string text;                   // as it is written
  int64_t time_us = 0;
};
// When readers are told that the contract ends: its `endOfLife`, else its `endOfSupport`. None
// where neither can be read as a time.
std::optional<EndDate> end_of(const DataContract& contract);

// How old the data of a table may become: the least that `freshness` or `latency` says of it, in
// microseconds. None: nothing is promised.
std::optional<int64_t> freshness_limit_us(const DataContract& contract, const SchemaObject& table);

}  // namespace hanse::spec
