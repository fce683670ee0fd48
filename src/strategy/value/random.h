// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace hanse::strategy {

// Reproducible random numbers: xoshiro256++ (Blackman, Vigna 2019, "Scrambled linear pseudorandom
// number generators"), seeded by SplitMix64. The same seed and name give the same numbers on every
// machine; each name has a stream of its own, so that one more input changes no other's numbers.
// Not for secrets. Not thread-safe.
class NamedRandom {
 public:
  NamedRandom(uint64_t seed, std::string_view name);
  uint64_t next();
  double uniform();  // in (0, 1), never 0 and never 1

 private:
  std::array<uint64_t, 4> state_;
};

}  // namespace hanse::strategy
