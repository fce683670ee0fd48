// SPDX-License-Identifier: Apache-2.0
#include "strategy/roadmap/simulation.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "strategy/statistics.h"

namespace hanse::strategy {
namespace {

constexpr double kSlackMin = 1e-9;
// How often a duration is drawn for a task that runs longer than most drawn ones would.
constexpr int kDrawsMax = 200;

double normal(NamedRandom& random) {  // Marsaglia's polar method
  while (true) {
    const double x = 2 * random.uniform() - 1, y = 2 * random.uniform() - 1;
    const double square = x * x + y * y;
    if (square < 1 && square > 0) return x * std::sqrt(-2 * std::log(square) / square);
  }
}

double gamma(NamedRandom& random, double shape) {  // shape ≥ 1
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = normal(random), root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    if (std::log(random.uniform()) < x * x / 2 + d - d * v + d * std::log(v)) return d * v;
  }
}

// The whole duration of a task that has taken `elapsed` so far.
double drawn_duration(NamedRandom& random, const NetworkTask& task, double elapsed) {
  if (elapsed <= task.optimistic || elapsed >= task.pessimistic)
    return draw_beta_pert(random, task);
  double drawn = 0;
  for (int i = 0; i < kDrawsMax && drawn < elapsed; ++i) drawn = draw_beta_pert(random, task);
  return drawn;
}

// One trial at a time over the same network.
class Trials {
 public:
  Trials(const std::vector<NetworkTask>& tasks, const SimulationOrder& order)
      : tasks_(tasks), now_(order.now), order_(network_order(tasks)) {
    HANSE_CHECK(order_.size() == tasks.size(), "a network with a cycle has no schedule");
    for (const NetworkTask& task : tasks) random_.emplace_back(order.seed, task.id);
    start_.resize(tasks.size());
    finish_.resize(tasks.size());
    critical_.resize(tasks.size());
  }

  void run() {
    last_ = 0;
    for (const size_t i : order_) place(i);
    for (size_t i = 0; i < tasks_.size(); ++i) critical_[i] = finish_[i] >= last_ - kSlackMin;
    for (size_t k = order_.size(); k-- > 0;) {
      const size_t i = order_[k];
      if (!critical_[i] || tasks_[i].started) continue;
      for (const size_t before : tasks_[i].after)
        if (finish_[before] >= start_[i] - kSlackMin) critical_[before] = true;
    }
  }
  double finish(size_t i) const { return finish_[i]; }
  bool is_critical(size_t i) const { return critical_[i] && !tasks_[i].finished; }
  double last() const { return last_; }

 private:
  void place(size_t i) {
    const NetworkTask& task = tasks_[i];
    double start = task.not_before;
    if (task.started)
      start = *task.started;
    else {
      start = std::max(start, now_.begin);
      for (const size_t before : task.after) start = std::max(start, finish_[before]);
    }
    const double elapsed = task.started ? now_.begin - start : 0;
    start_[i] = start;
    finish_[i] = task.finished
                     ? *task.finished
                     : std::max(start + drawn_duration(random_[i], task, elapsed), now_.end);
    last_ = std::max(last_, finish_[i]);
  }

  const std::vector<NetworkTask>& tasks_;
  const NetworkNow now_;
  const std::vector<size_t> order_;
  std::vector<NamedRandom> random_;
  std::vector<double> start_, finish_;
  std::vector<char> critical_;
  double last_ = 0;
};

Quantiles quantiles_of(std::vector<double>& values) {
  std::ranges::sort(values);
  return {sorted_quantile(values, 0.5), sorted_quantile(values, 0.8),
          sorted_quantile(values, 0.95)};
}

}  // namespace

double draw_beta_pert(NamedRandom& random, const NetworkTask& task) {
  const double width = task.pessimistic - task.optimistic;
  if (width <= 0) return task.optimistic;
  const double left = gamma(random, 1 + 4 * (task.likely - task.optimistic) / width);
  const double right = gamma(random, 1 + 4 * (task.pessimistic - task.likely) / width);
  return task.optimistic + width * left / (left + right);
}

NetworkSimulation simulate_network(const std::vector<NetworkTask>& tasks,
                                   const SimulationOrder& order) {
  NetworkSimulation out;
  out.tasks.resize(tasks.size());
  const size_t most = std::min(kTrialsMax, kDrawsKeptMax / std::max<size_t>(tasks.size(), 1));
  const size_t count = std::clamp<size_t>(order.trials, 1, std::max<size_t>(most, 1));
  Trials trials(tasks, order);
  std::vector<std::vector<double>> finishes(tasks.size(), std::vector<double>(count));
  std::vector<double> lasts(count);
  double sum = 0, squares = 0;
  for (size_t trial = 0; trial < count; ++trial) {
    trials.run();
    for (size_t i = 0; i < tasks.size(); ++i) {
      finishes[i][trial] = trials.finish(i);
      out.tasks[i].criticality += trials.is_critical(i) ? 1 : 0;
    }
    lasts[trial] = trials.last();
    sum += lasts[trial];
    squares += lasts[trial] * lasts[trial];
  }
  for (size_t i = 0; i < tasks.size(); ++i) {
    out.tasks[i].finish = quantiles_of(finishes[i]);
    out.tasks[i].criticality /= static_cast<double>(count);
  }
  out.trials = count;
  out.finish = quantiles_of(lasts);
  out.mean = sum / static_cast<double>(count);
  out.deviation =
      std::sqrt(std::max(squares / static_cast<double>(count) - out.mean * out.mean, 0.0));
  return out;
}

}  // namespace hanse::strategy
