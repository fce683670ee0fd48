// SPDX-License-Identifier: Apache-2.0
#include "strategy/roadmap/schedule.h"

#include <algorithm>

#include "base/check.h"

namespace hanse::strategy {
namespace {

constexpr double kSlackMin = 1e-9;  // less is rounding

using Successors = std::vector<std::vector<size_t>>;

Successors successors_of(const std::vector<NetworkTask>& tasks) {
  Successors out(tasks.size());
  for (size_t i = 0; i < tasks.size(); ++i)
    for (const size_t before : tasks[i].after) out[before].push_back(i);
  return out;
}

void pass_forward(const std::vector<NetworkTask>& tasks, const std::vector<size_t>& order,
                  const NetworkNow& now, NetworkSchedule& out) {
  for (const size_t i : order) {
    const NetworkTask& task = tasks[i];
    ScheduledTask& at = out.tasks[i];
    if (task.started)
      at.start = *task.started;
    else {
      at.start = std::max(task.not_before, task.finished ? 0.0 : now.begin);
      for (const size_t before : task.after)
        at.start = std::max(at.start, out.tasks[before].finish);
    }
    if (task.finished) {
      at.finish = *task.finished;
      at.start = std::min(at.start, at.finish);
    } else {
      at.finish = std::max(at.start + pert_mean(task), now.end);
    }
    out.finish = std::max(out.finish, at.finish);
  }
}

void pass_backward(const std::vector<NetworkTask>& tasks, const std::vector<size_t>& order,
                   NetworkSchedule& out) {
  const Successors successors = successors_of(tasks);
  for (size_t k = order.size(); k-- > 0;) {
    const size_t i = order[k];
    ScheduledTask& at = out.tasks[i];
    at.latest_finish = out.finish;
    for (const size_t next : successors[i])
      // What began already does not wait for it any more.
      if (!tasks[next].started && !tasks[next].finished)
        at.latest_finish = std::min(at.latest_finish, out.tasks[next].latest_start);
    at.latest_start = at.latest_finish - (at.finish - at.start);
    at.slack = tasks[i].finished ? 0 : std::max(at.latest_start - at.start, 0.0);
    at.is_critical = !tasks[i].finished && at.slack <= kSlackMin;
  }
}

void trace_path(const std::vector<NetworkTask>& tasks, NetworkSchedule& out) {
  size_t at = tasks.size();
  for (size_t i = 0; i < tasks.size(); ++i)
    if (out.tasks[i].finish >= out.finish - kSlackMin &&
        (at == tasks.size() || out.tasks[i].is_critical))
      at = i;
  while (at != tasks.size()) {
    out.critical_path.push_back(at);
    if (!tasks[at].finished) out.path_variance += pert_variance(tasks[at]);
    size_t driver = tasks.size();
    if (!tasks[at].started)
      for (const size_t before : tasks[at].after)
        if (out.tasks[before].finish >= out.tasks[at].start - kSlackMin) driver = before;
    at = driver;
  }
  std::ranges::reverse(out.critical_path);
}

}  // namespace

double pert_mean(const NetworkTask& task) {
  return (task.optimistic + 4 * task.likely + task.pessimistic) / 6;
}

double pert_variance(const NetworkTask& task) {
  const double deviation = (task.pessimistic - task.optimistic) / 6;
  return deviation * deviation;
}

std::vector<size_t> network_order(const std::vector<NetworkTask>& tasks) {
  const Successors successors = successors_of(tasks);
  std::vector<size_t> waits(tasks.size()), out;
  out.reserve(tasks.size());
  for (size_t i = 0; i < tasks.size(); ++i) {
    waits[i] = tasks[i].after.size();
    if (waits[i] == 0) out.push_back(i);
  }
  for (size_t at = 0; at < out.size(); ++at)
    for (const size_t next : successors[out[at]])
      if (--waits[next] == 0) out.push_back(next);
  if (out.size() != tasks.size()) out.clear();
  return out;
}

std::vector<std::string> network_cycle(const std::vector<NetworkTask>& tasks) {
  // What no order reaches lies on a cycle or behind one: going back from it ends on one.
  const Successors successors = successors_of(tasks);
  std::vector<size_t> waits(tasks.size()), ready;
  std::vector<bool> ordered(tasks.size(), false);
  for (size_t i = 0; i < tasks.size(); ++i)
    if ((waits[i] = tasks[i].after.size()) == 0) ready.push_back(i);
  for (size_t at = 0; at < ready.size(); ++at) {
    ordered[ready[at]] = true;
    for (const size_t next : successors[ready[at]])
      if (--waits[next] == 0) ready.push_back(next);
  }
  const auto left = std::ranges::find(ordered, false);
  if (left == ordered.end()) return {};
  std::vector<size_t> path = {static_cast<size_t>(left - ordered.begin())};
  while (true) {
    const auto& after = tasks[path.back()].after;
    const size_t before = *std::ranges::find_if(after, [&](size_t i) { return !ordered[i]; });
    const size_t seen = std::ranges::find(path, before) - path.begin();
    path.push_back(before);
    if (seen + 1 == path.size()) continue;
    std::vector<std::string> out;
    for (size_t at = seen; at < path.size(); ++at) out.push_back(tasks[path[at]].id);
    std::ranges::reverse(out);  // in the order of work
    return out;
  }
}

NetworkSchedule schedule_network(const std::vector<NetworkTask>& tasks, const NetworkNow& now) {
  const std::vector<size_t> order = network_order(tasks);
  HANSE_CHECK(order.size() == tasks.size(), "a network with a cycle has no schedule");
  NetworkSchedule out;
  out.tasks.resize(tasks.size());
  pass_forward(tasks, order, now, out);
  pass_backward(tasks, order, out);
  trace_path(tasks, out);
  return out;
}

}  // namespace hanse::strategy
