// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalog/journal.h"
#include "spec/contract.h"

namespace hanse::contract {

// Service level objectives: what share of time, or of check runs, is good, against a target over a
// window; what is left of the error budget, and how fast it burns. Pure.

constexpr int64_t kWindowUs = int64_t{30} * 86'400 * 1'000'000;  // where nothing else is stated
constexpr double kAvailabilityTarget = 0.995, kFreshnessTarget = 0.99, kQualityTarget = 0.95;
// Of fewer check runs a budget says too little to be called spent.
constexpr double kRunsJudgedMin = 10;

// Of one stretch of time: microseconds, or runs.
struct Share {
  double good = 0, total = 0;
  double bad() const { return total - good; }
};

struct Objective {
  std::string name;                   // availability | freshness | quality
  std::string unit;                   // time | runs
  double target = 0;                  // a share, 0 … 1
  int64_t window_us = kWindowUs;
  bool target_is_default = true, window_is_default = true;
  Share measured;                     // in the window; a total of 0: nothing is known yet
  std::optional<double> attained;     // the share that was good
  // 1: all of the budget is left; 0 and below: it is spent. Of time, the budget is that of the
  // whole window, however short the history is.
  std::optional<double> budget_left;
  // How many times as fast as the window allows: 1 spends it in exactly one window. Multi-window
  // alerts compare the first two (14.4 over an hour and 6 over six hours are customary).
  std::optional<double> burn_1h, burn_6h, burn_window;
  bool is_spent() const;
};
struct ProductObjectives {
  ProductId product;
  std::vector<Objective> objectives;
};

// The objectives that the contracts of one product state: `availability` (its value), `freshness`
// or `latency` (custom property `objective`), `errorRate` of check runs; each may have a custom
// property `window`, an ISO 8601 duration. The strictest target counts. Freshness is an objective
// only where a contract promises it.
std::vector<Objective> stated_objectives(const std::vector<const spec::DataContract*>& contracts);

// What the history of one product says of an objective at `now_us`. `changes`: of that level, in
// any order. `runs`: the share of its check runs that were good from an instant on, up to now.
void measure_time(Objective& objective, std::vector<catalog::LevelChangeRecord> changes,
                  int64_t now_us);
using RunsSince = std::function<Share(int64_t from_us)>;
void measure_runs(Objective& objective, const RunsSince& runs, int64_t now_us);
// The instants from which either counts: of the window, and of the two shorter stretches.
std::vector<int64_t> starts_of(const Objective& objective, int64_t now_us);

// For `/metrics` and views: format_version is the caller's.
Json to_json(const Objective& objective);

}  // namespace hanse::contract
