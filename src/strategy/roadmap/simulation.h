// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "strategy/roadmap/schedule.h"
#include "strategy/value/random.h"

namespace hanse::strategy {

// Finish dates of a network by Monte Carlo. Pure and reproducible: equal tasks, seed and trials
// give equal results, and a task's durations hang on its id alone, so that adding another one does
// not shake them.
//
// PERT's own date, the mean of the one critical path, is biased: where paths merge the later one
// counts, so that the mean of the maximum is above the maximum of the means (C. E. Clark, "The
// greatest of a finite set of random variables", Operations Research 9, 1961; K. R. MacCrimmon,
// C. A. Ryavec, "An analytical study of the PERT assumptions", Operations Research 12, 1964).
//
// Durations are beta-PERT: on [a, b] with α = 1+4(m−a)/(b−a), β = 1+4(b−m)/(b−a); they are drawn
// independently of each other, which makes the spread too narrow where one cause delays many.

constexpr size_t kTrialsDefault = 10'000, kTrialsMax = 100'000;
constexpr size_t kDrawsKeptMax = 20'000'000;  // of all tasks and trials: of more, fewer trials run
constexpr uint64_t kSeedDefault = 20;

struct SimulationOrder {
  NetworkNow now;  // as schedule_network takes it
  uint64_t seed = kSeedDefault;
  size_t trials = kTrialsDefault;
};
struct Quantiles {
  double p50 = 0, p80 = 0, p95 = 0;  // working days since the start
};
struct SimulatedTask {
  Quantiles finish;
  double criticality = 0;  // share of the trials in which it was on a critical path
};
struct NetworkSimulation {
  std::vector<SimulatedTask> tasks;
  Quantiles finish;                // of the last one
  double mean = 0, deviation = 0;  // of that finish
  size_t trials = 0;               // that ran
};
// `tasks` without a cycle (HANSE_CHECK).
NetworkSimulation simulate_network(const std::vector<NetworkTask>& tasks,
                                   const SimulationOrder& order);

// A draw of beta-PERT: of two gamma variates, by G. Marsaglia and W. W. Tsang, "A simple method for
// generating gamma variables" (2000).
double draw_beta_pert(NamedRandom& random, const NetworkTask& task);

}  // namespace hanse::strategy
