// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/congruence.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace hanse::strategy {
namespace {

Status check_numbers(const CongruenceInput& input) {
  const auto complain = [](std::string_view what, std::size_t index, std::uint32_t a,
                           std::uint32_t b) -> Status {
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("{} {} names {} and {}, which are not both there", what, index, a, b));
  };
  for (std::size_t i = 0; i < input.assignments.size(); ++i) {
    const auto& [team, task] = input.assignments[i];
    if (team >= input.teams || task >= input.tasks) return complain("assignment", i, team, task);
  }
  for (std::size_t i = 0; i < input.dependencies.size(); ++i) {
    const auto& [a, b] = input.dependencies[i];
    if (a >= input.tasks || b >= input.tasks) return complain("dependency", i, a, b);
  }
  for (std::size_t i = 0; i < input.coordination.size(); ++i) {
    const auto& [a, b] = input.coordination[i];
    if (a >= input.teams || b >= input.teams) return complain("coordination", i, a, b);
  }
  return {};
}

// T_A by task: the teams of task t, ascending, are teams[start[t]…start[t+1]).
struct TeamsOfTasks {
  std::vector<std::uint32_t> start, teams;
};
TeamsOfTasks teams_of_tasks(const CongruenceInput& input) {
  std::vector<std::uint64_t> entries;
  for (const auto& [team, task] : input.assignments) {
    entries.push_back((static_cast<std::uint64_t>(task) << 32) | team);
  }
  std::sort(entries.begin(), entries.end());
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  TeamsOfTasks result;
  result.start.assign(input.tasks + std::size_t{1}, 0);
  for (const std::uint64_t entry : entries) {
    ++result.start[(entry >> 32) + 1];
    result.teams.push_back(static_cast<std::uint32_t>(entry));
  }
  std::partial_sum(result.start.begin(), result.start.end(), result.start.begin());
  return result;
}

std::uint64_t key_of(std::uint32_t a, std::uint32_t b) {
  return (static_cast<std::uint64_t>(std::min(a, b)) << 32) | std::max(a, b);
}

}  // namespace

Result<Congruence> congruence(const CongruenceInput& input) {
  HANSE_TRY_STATUS(check_numbers(input));
  const TeamsOfTasks table = teams_of_tasks(input);
  std::vector<std::uint64_t> distinct, needed, actual;
  for (const auto& [a, b] : input.dependencies) {
    distinct.push_back((static_cast<std::uint64_t>(a) << 32) | b);
  }
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  for (const std::uint64_t dependency : distinct) {
    const auto a = static_cast<std::uint32_t>(dependency >> 32);
    const auto b = static_cast<std::uint32_t>(dependency);
    for (std::uint32_t i = table.start[a]; i < table.start[a + 1]; ++i) {
      for (std::uint32_t j = table.start[b]; j < table.start[b + 1]; ++j) {
        if (table.teams[i] == table.teams[j]) continue;
        needed.push_back(key_of(table.teams[i], table.teams[j]));
      }
    }
    if (needed.size() > kCoordinationPairsMax) {
      return fail(ErrorCode::kLimitExceeded,
                  fmt::format("more than {} pairs of teams share a dependency, expected fewer",
                              kCoordinationPairsMax),
                  "assign teams to applications, not people to everything");
    }
  }
  for (const auto& [a, b] : input.coordination) {
    if (a != b) actual.push_back(key_of(a, b));
  }
  std::sort(needed.begin(), needed.end());
  std::sort(actual.begin(), actual.end());
  actual.erase(std::unique(actual.begin(), actual.end()), actual.end());

  Congruence result;
  for (std::size_t i = 0; i < needed.size(); ++i) {
    if (i == 0 || needed[i] != needed[i - 1]) {
      const bool is_met = std::binary_search(actual.begin(), actual.end(), needed[i]);
      result.needs.push_back({static_cast<std::uint32_t>(needed[i] >> 32),
                              static_cast<std::uint32_t>(needed[i]), 0, is_met});
      result.met += is_met;
    }
    ++result.needs.back().dependencies;
  }
  result.unneeded = actual.size() - result.met;
  if (!result.needs.empty()) {
    result.share = static_cast<double>(result.met) / static_cast<double>(result.needs.size());
  }
  std::stable_sort(result.needs.begin(), result.needs.end(),
                   [](const auto& a, const auto& b) { return a.dependencies > b.dependencies; });
  return result;
}

}  // namespace hanse::strategy
