// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "contract/infer.h"

namespace hanse::contract {

// Which columns identify a row. Pure; what only the whole data can tell is asked by the caller.

constexpr size_t kKeyColumnsMax = 3;

// Marks unique columns, and a primary key of one column where there is one: unique, without missing
// values, no measured number, with a name or place that speaks for it. True when it found a key.
bool infer_single_key(const TableProfile& profile, TableProposal& table);

// Two or three columns that identify every row of the sample and are named or placed like a key,
// the best first, at most `most`. Columns are of the profile.
std::vector<std::vector<size_t>> key_candidates(const TableProfile& profile,
                                                const TableProposal& table, size_t most);
// The candidate that has no repeats in all rows.
void set_composite_key(const TableProfile& profile, const std::vector<size_t>& columns,
                       TableProposal& table);
// Key columns of the proposal, in order; empty when it has none.
std::vector<size_t> key_of(const TableProposal& table);

}  // namespace hanse::contract
