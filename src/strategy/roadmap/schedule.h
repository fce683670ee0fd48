// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hanse::strategy {

// When the tasks of a network begin and end. Pure. All times are working days since the start.
//
// Sources: D. G. Malcolm, J. H. Roseboom, C. E. Clark, W. Fazar, "Application of a technique for
// research and development program evaluation", Operations Research 7 (1959): mean (a+4m+b)/6,
// standard deviation (b−a)/6. J. E. Kelley, M. R. Walker, "Critical-path planning and scheduling"
// (1959): forward and backward pass.

struct NetworkTask {
  std::string id;
  std::vector<size_t> after;                           // indices of the tasks that must have ended
  double optimistic = 0, likely = 0, pessimistic = 0;  // 0 each: takes no time (a milestone)
  double not_before = 0;
  std::optional<double> started, finished;  // what happened
};
double pert_mean(const NetworkTask& task);
double pert_variance(const NetworkTask& task);

// An order in which each task comes after all it waits for. Empty when there is a cycle.
std::vector<size_t> network_order(const std::vector<NetworkTask>& tasks);
// The ids of one cycle along its edges, the first one repeated at the end; empty without one.
std::vector<std::string> network_cycle(const std::vector<NetworkTask>& tasks);

struct ScheduledTask {
  double start = 0, finish = 0;                // earliest, at mean durations
  double latest_start = 0, latest_finish = 0;  // without moving the end of the whole
  double slack = 0;                            // latest_start − start
  bool is_critical = false;                    // not finished, and without slack
};
struct NetworkSchedule {
  std::vector<ScheduledTask> tasks;
  double finish = 0;                  // of the last one
  std::vector<size_t> critical_path;  // one chain of tasks that leads to `finish`, first one first
  double path_variance = 0;           // of what is unfinished on it: PERT's own
};
// What has not begun begins no earlier, what has not ended ends no earlier; before the start, 0.
struct NetworkNow {
  double begin = 0, end = 0;
  NetworkNow(double now = 0) : begin(now), end(now) {}  // NOLINT: one moment is both
  NetworkNow(double begins, double ends) : begin(begins), end(ends) {}
};
// `tasks` without a cycle (HANSE_CHECK).
NetworkSchedule schedule_network(const std::vector<NetworkTask>& tasks, const NetworkNow& now);

}  // namespace hanse::strategy
