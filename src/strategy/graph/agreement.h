// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"

namespace hanse::strategy {

// How far two partitions of the same nodes agree; labels are any numbers. Natural logarithms.
struct Agreement {
  double nmi = 1;                   // 0…1
  double ami = 1;                   // 1 equal, 0 as by chance; may be below 0
  double variation = 0;             // of information, nats: 0 equal, at most log n
  double variation_normalised = 0;  // over log n: 0…1
};

// NMI = I/((H(a)+H(b))/2) and AMI = (I − E[I])/((H(a)+H(b))/2 − E[I]) with E[I] exact over all
// pairs of partitions with these sizes (Vinh, Epps, Bailey, JMLR 11:2837, 2010). Variation of
// information H(a)+H(b)−2I (Meilă, Journal of Multivariate Analysis 98:873, 2007). Two partitions
// of one community each, or of single nodes each, are equal: 1. kInvalidArgument when the lengths
// differ. No nodes: equal.
Result<Agreement> agreement(const std::vector<std::uint32_t>& a,
                            const std::vector<std::uint32_t>& b);

// Only the variation of information (fast: stability needs many). As long as each other.
double variation_of_information(const std::vector<std::uint32_t>& a,
                                const std::vector<std::uint32_t>& b);

}  // namespace hanse::strategy
