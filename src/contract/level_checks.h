// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "contract/check.h"
#include "contract/tested_table.h"
#include "spec/contract.h"

namespace hanse::contract {

// The service levels of a contract that its data can tell: freshness and latency (the newest
// instant of the element is not older than …), retention (the oldest is not), frequency (no longer
// step between two instants, or up to now). Those whose element is in `table`, and, for the first
// table of a contract, those that cannot be told, with the reason. Pure.
std::vector<Check> level_checks_of(const spec::DataContract& contract, const TableUnderTest& table,
                                   bool is_first);

// "3 d 4 h", "25 min", "12 s": for people.
std::string duration_text(double microseconds);

}  // namespace hanse::contract
