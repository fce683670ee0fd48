// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "contract/infer.h"

namespace hanse::contract {

// Which columns may point to keys of a table, told by types, names and samples. Pure; whether all
// values are among the keys is asked of the data for each.
struct RelationshipCandidate {
  size_t from_table = 0, to_table = 0;
  std::vector<size_t> from, to;  // columns of the profiles
  double named = 0;              // 0: the names say nothing; 1: they leave no doubt
};
constexpr double kNearlyIncluded = 0.9;  // from this share on one that does not hold is told

// The strongest first, at most `most`.
std::vector<RelationshipCandidate> relationship_candidates(
    const std::vector<const TableProfile*>& profiles, const std::vector<TableProposal>& tables,
    size_t most);

// Writes into the proposal what the data said: `distinct` keys, `missing` of them without a match.
struct Matched {
  int64_t distinct = 0, missing = 0;
};
void take_relationship(const RelationshipCandidate& candidate, const Matched& matched,
                       std::vector<TableProposal>& tables);

}  // namespace hanse::contract
