// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"

namespace hanse::strategy {

inline constexpr std::size_t kCoordinationPairsMax = 50'000'000;

// Who works on what, what depends on what, and who does coordinate. Teams (or people) and tasks
// (applications, products) by number from 0.
struct CongruenceInput {
  std::uint32_t teams = 0, tasks = 0;
  struct Assignment {
    std::uint32_t team = 0, task = 0;
  };
  struct Pair {
    std::uint32_t a = 0, b = 0;
  };
  std::vector<Assignment> assignments;   // T_A, each once counted
  std::vector<Pair> dependencies;        // T_D: task a depends on task b
  std::vector<Pair> coordination;        // C_A: teams that do coordinate, in either order
};

struct CoordinationNeed {
  std::uint32_t a = 0, b = 0;            // teams, a < b
  std::uint32_t dependencies = 0;        // the entry of C_R, both directions
  bool is_met = false;
};

struct Congruence {
  std::vector<CoordinationNeed> needs;   // by falling number of dependencies, then a, b
  std::size_t met = 0;
  std::size_t unneeded = 0;              // pairs that coordinate without a need
  std::optional<double> share;           // met / needs: none when nothing is needed
};

// Socio-technical congruence (Cataldo, Herbsleb, Carley, "Socio-technical congruence", ESEM 2008):
// coordination required C_R = T_A · T_D · T_Aᵀ, off its diagonal, compared with the actual C_A;
// the congruence is the share of required pairs that do coordinate. A dependency of a task on
// itself asks nothing of one team, and coordination of several that share it.
// kInvalidArgument for a number out of range; kLimitExceeded above kCoordinationPairsMax.
Result<Congruence> congruence(const CongruenceInput& input);

}  // namespace hanse::strategy
