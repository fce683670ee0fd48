// SPDX-License-Identifier: Apache-2.0
#include "strategy/value/random.h"

#include <bit>

namespace hanse::strategy {
namespace {

constexpr uint64_t kFnvOffset = 0xcbf29ce484222325, kFnvPrime = 0x100000001b3;  // FNV-1a

uint64_t split_mix(uint64_t& state) {
  uint64_t z = (state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

NamedRandom::NamedRandom(uint64_t seed, std::string_view name) {
  uint64_t hash = kFnvOffset;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * kFnvPrime;
  uint64_t mixed = seed ^ hash;
  for (uint64_t& word : state_) word = split_mix(mixed);
}

uint64_t NamedRandom::next() {
  const uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double NamedRandom::uniform() {
  // 52 bits and half a step: the least is 2^-53, the greatest 1 - 2^-53, both exact.
  return (static_cast<double>(next() >> 12) + 0.5) * 0x1p-52;
}

}  // namespace hanse::strategy
