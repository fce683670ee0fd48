// SPDX-License-Identifier: Apache-2.0
#include "strategy/roadmap/outlook.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "strategy/programme/working_days.h"
#include "strategy/roadmap/network.h"

namespace hanse::strategy {
namespace {

constexpr double kSomeOfToday = 0.001;

// Of what is said to have happened: not yet, where the date lies after today.
bool has_happened(const std::string& date, int64_t today) {
  const auto day = day_of_date(date);
  return day && *day <= today;
}

void read_state(const RoadmapItem& item, const ProgrammeFacts& facts, ItemOutlook& out) {
  out.item = &item;
  const int64_t today = day_of_instant(facts.now_us);
  bool all_hold = !item.evidence.empty(), all_known = true;
  int64_t since_us = 0;
  for (const RoadmapEvidence& evidence : item.evidence) {
    const EvidenceAnswer& answer = out.answers.emplace_back(ask(evidence, facts));
    all_hold &= answer.holds;
    all_known &= answer.since_us != 0;
    since_us = std::max(since_us, answer.since_us);
  }
  const bool is_closed = item.closed && has_happened(item.closed->at, today);
  out.is_done = all_hold || is_closed;
  out.is_by_hand = is_closed && !all_hold;
  out.is_contradicted = out.is_by_hand && !item.evidence.empty();
  if (out.is_by_hand)
    out.done_day = day_of_date(item.closed->at);
  else if (all_hold && all_known)
    out.done_day = day_of_instant(since_us);
  out.is_running = !out.is_done && has_happened(item.started, today);
}

class Outlook {
 public:
  Outlook(const Roadmap& roadmap, const ProgrammeFacts& facts, const OutlookOrder& order)
      : roadmap_(roadmap),
        order_(order),
        network_(network_of(roadmap)),
        start_(day_of_date(roadmap.start)),
        days_({start_.value_or(day_of_instant(facts.now_us)), roadmap.weekdays, roadmap.holidays}) {
    out_.today = day_of_instant(facts.now_us);
    out_.seed = order.seed;
    for (const RoadmapItem& item : roadmap.items) {
      ItemOutlook& one = out_.items.emplace_back();
      read_state(item, facts, one);
      one.is_refuted = is_refuted(one);
    }
  }

  RoadmapOutlook look() {
    find_waits();
    place_in_time();
    find_slips();
    find_problems();
    count_phases();
    return std::move(out_);
  }

 private:
  bool is_refuted(const ItemOutlook& one) const {
    if (!one.is_running || !one.item->estimate) return false;
    const double began = days_.offset_of(*day_of_date(one.item->started));
    return days_.offset_of(out_.today) - began >= one.item->estimate->pessimistic;
  }

  void find_waits() {
    for (size_t i = 0; i < out_.items.size(); ++i) {
      ItemOutlook& one = out_.items[i];
      for (const size_t before : network_.tasks[i].after)
        if (!out_.items[before].is_done) one.waits_for.push_back(out_.items[before].item->id);
      if (!one.is_done && !one.item->is_milestone && !one.item->estimate)
        out_.unestimated.push_back(one.item->id);
    }
  }

  // The network with what happened; what is done, since nobody knows when, is done today.
  std::vector<NetworkTask> tasks(double now) const {
    std::vector<NetworkTask> out = network_.tasks;
    for (size_t i = 0; i < out.size(); ++i) {
      const ItemOutlook& one = out_.items[i];
      const auto offset = [&](const std::string& date) {
        return std::max(days_.offset_of(*day_of_date(date)), 0.0);
      };
      if (!one.item->not_before.empty()) out[i].not_before = offset(one.item->not_before);
      if (has_happened(one.item->started, out_.today))
        out[i].started = offset(one.item->started);
      if (one.is_done)
        out[i].finished = one.done_day ? std::max(days_.offset_of(*one.done_day + 1), 0.0) : now;
    }
    return out;
  }

  void place_in_time() {
    out_.no_date = why_no_date();
    if (!start_) return;
    const double morning = days_.offset_of(out_.today);
    // What is not done this morning takes some of today.
    const NetworkNow now = morning > 0 ? NetworkNow(morning, morning + kSomeOfToday) : NetworkNow();
    const std::vector<NetworkTask> all = tasks(now.begin);
    const NetworkSchedule schedule = schedule_network(all, now);
    const NetworkSimulation simulated = simulate_network(all, {now, order_.seed, order_.trials});
    out_.trials = simulated.trials;
    for (const size_t i : network_order(all)) place_item(i, all[i], schedule, simulated);
    out_.no_date = why_no_date();
    if (!out_.no_date.empty()) return;
    if (!place_end(schedule, simulated)) {
      out_.no_date = beyond_calendars();
      return;
    }
    out_.has_dates = true;
    for (size_t i = 0; i < out_.items.size(); ++i) {
      ItemOutlook& one = out_.items[i];
      if (!one.has_dates) continue;
      one.slack_days = schedule.tasks[i].slack;
      one.is_critical = schedule.tasks[i].is_critical;
      one.criticality = simulated.tasks[i].criticality;
    }
    out_.pert_days = schedule.finish;
    out_.pert_deviation = std::sqrt(schedule.path_variance);
    out_.p50_days = simulated.finish.p50;
    out_.p80_days = simulated.finish.p80;
    out_.mean_days = simulated.mean;
    for (const size_t i : schedule.critical_path)
      if (!out_.items[i].is_done) out_.critical_path.push_back(out_.items[i].item->id);
  }

  static std::string beyond_calendars() {
    return fmt::format("it would end after {}, where calendars end", kCalendarYearMax);
  }

  // Why the whole has no end; empty: it has one.
  std::string why_no_date() const {
    if (out_.items.empty()) return "it has no activities";
    if (!out_.unestimated.empty())
      return fmt::format("{} activities have no estimate", out_.unestimated.size());
    if (!start_) return "`start` is not set";
    for (const ItemOutlook& one : out_.items)
      if (one.is_refuted)
        return fmt::format("`{}` runs longer than its pessimistic estimate", one.item->id);
    return is_beyond_ ? beyond_calendars() : "";
  }

  bool place_end(const NetworkSchedule& schedule, const NetworkSimulation& simulated) {
    const auto pert = days_.end_day(schedule.finish);
    const auto p50 = days_.end_day(simulated.finish.p50), p80 = days_.end_day(simulated.finish.p80),
               p95 = days_.end_day(simulated.finish.p95);
    if (!pert || !p50 || !p80 || !p95) return false;
    out_.pert = *pert;
    out_.p50 = *p50;
    out_.p80 = *p80;
    out_.p95 = *p95;
    return true;
  }

  void place_item(size_t i, const NetworkTask& task, const NetworkSchedule& schedule,
                  const NetworkSimulation& simulated) {
    ItemOutlook& one = out_.items[i];
    one.has_dates = one.is_done || one.item->is_milestone ||
                    (one.item->estimate.has_value() && !one.is_refuted);
    // What is done holds nothing up, whenever that was.
    for (const size_t before : task.after)
      if (!one.is_done) one.has_dates &= out_.items[before].has_dates || out_.items[before].is_done;
    if (one.is_done && !one.done_day) one.has_dates = false;
    const ScheduledTask& at = schedule.tasks[i];
    one.mean_days = pert_mean(task);
    one.deviation_days = std::sqrt(pert_variance(task));
    if (!one.has_dates) return;
    const auto start =
        at.start >= at.finish ? days_.end_day(at.finish) : days_.begin_day(at.start);
    const auto finish = one.done_day ? one.done_day : days_.end_day(at.finish);
    const Quantiles& drawn = simulated.tasks[i].finish;
    const auto p50 = one.is_done ? finish : days_.end_day(drawn.p50);
    const auto p80 = one.is_done ? finish : days_.end_day(drawn.p80);
    const auto p95 = one.is_done ? finish : days_.end_day(drawn.p95);
    if (!start || !finish || !p50 || !p80 || !p95) {
      one.has_dates = false;
      is_beyond_ = true;
      return;
    }
    one.start = std::min(*start, *finish);
    one.finish = *finish;
    one.p50 = *p50;
    one.p80 = *p80;
    one.p95 = *p95;
  }

  std::optional<double> slip(const ItemOutlook& one, const KeptForecast* baseline) const {
    if (baseline == nullptr || !one.has_dates) return std::nullopt;
    for (const KeptFinish& kept : baseline->items)
      if (kept.id == one.item->id) return days_.offset_of(one.finish) - days_.offset_of(kept.mean);
    return std::nullopt;
  }

  void find_slips() {
    const KeptForecast* baseline = order_.forecasts ? order_.forecasts->baseline() : nullptr;
    const KeptForecast* first = order_.forecasts ? order_.forecasts->first_baseline() : nullptr;
    for (ItemOutlook& one : out_.items) {
      one.slip_days = slip(one, baseline);
      one.first_slip_days = slip(one, first);
      if (one.is_done) continue;
      const auto due = day_of_date(one.item->due);
      one.is_late = !one.item->due.empty() && due && *due < out_.today;
      if (baseline != nullptr)
        for (const KeptFinish& kept : baseline->items)
          one.is_late |= kept.id == one.item->id && kept.p95 < out_.today;
    }
  }

  void find_problems() {
    if (roadmap_.sponsor.empty())
      out_.problems.push_back("nobody answers for it: state `sponsor`, somebody who decides");
    if (!start_) out_.problems.push_back("it has no beginning: state `start`, a date");
    size_t without_owner = 0;
    const std::string first = roadmap_.phases.empty() ? "" : roadmap_.phases[0].id;
    for (const ItemOutlook& one : out_.items)
      if (!one.is_done && !one.item->is_milestone && one.item->owner.empty() &&
          one.item->phase == first)
        ++without_owner;
    if (without_owner > 0)
      out_.problems.push_back(fmt::format(
          "{} activities of its first phase have no owner: state `owner`, a team or a role",
          without_owner));
    if (!out_.unestimated.empty())
      out_.problems.push_back(
          fmt::format("{} activities have no estimate, so that nobody knows when it ends: state "
                      "`estimate`, by who does the work",
                      out_.unestimated.size()));
    if (is_beyond_) out_.problems.push_back(beyond_calendars());
    for (const ItemOutlook& one : out_.items) find_problems_of(one);
  }

  void find_problems_of(const ItemOutlook& one) {
    const RoadmapItem& item = *one.item;
    if (one.is_contradicted)
      out_.problems.push_back(
          fmt::format("`{}` was closed by hand and the mesh does not show it", item.id));
    if (one.is_refuted)
      out_.problems.push_back(fmt::format(
          "`{}` runs longer than its pessimistic estimate of {} days: state a new `estimate`",
          item.id, item.estimate->pessimistic));
    const auto not_yet = [&](const std::string& date, const char* what, const char* instead) {
      if (!date.empty() && !has_happened(date, out_.today))
        out_.problems.push_back(
            fmt::format("`{}` is said to be {} on {}, which is after today, {}: what is planned "
                        "stands in `{}`",
                        item.id, what, date, date_of_day(out_.today), instead));
    };
    not_yet(item.started, "started", "notBefore");
    if (item.closed) not_yet(item.closed->at, "closed", "due");
  }

  void count_phases() {
    for (const RoadmapPhase& phase : roadmap_.phases) {
      PhaseOutlook& out = out_.phases.emplace_back();
      out.phase = &phase;
      if (start_) {
        const auto months = [&](int64_t month) {
          return month_after(*start_, static_cast<int>(month));
        };
        out.window_from = std::max(months(phase.from_month - 1), *start_);
        out.window_to = phase.to_month == 0 ? 0 : months(phase.to_month) - 1;
      }
      out.has_dates = true;
      bool is_placed = false;
      for (const ItemOutlook& one : out_.items) {
        if (one.item->phase != phase.id) continue;
        ++out.items;
        out.done += one.is_done ? 1 : 0;
        out.with_evidence += one.item->evidence.empty() ? 0 : 1;
        out.done_by_evidence += one.is_done && !one.is_by_hand ? 1 : 0;
        out.has_dates &= one.has_dates || one.is_done;
        if (!one.has_dates) continue;
        is_placed = true;
        out.p50 = std::max(out.p50, one.p50);
        out.p80 = std::max(out.p80, one.p80);
        out.p95 = std::max(out.p95, one.p95);
      }
      out.has_dates &= is_placed;
    }
  }

  const Roadmap& roadmap_;
  const OutlookOrder& order_;
  const RoadmapNetwork network_;
  const std::optional<int64_t> start_;
  const WorkingDays days_;
  RoadmapOutlook out_;
  bool is_beyond_ = false;  // something would end after the years of calendars
};

}  // namespace

RoadmapOutlook look_ahead(const Roadmap& roadmap, const ProgrammeFacts& facts,
                          const OutlookOrder& order) {
  return Outlook(roadmap, facts, order).look();
}

KeptForecast forecast_of(const RoadmapOutlook& outlook) {
  KeptForecast out;
  out.at = date_of_day(outlook.today);
  for (const ItemOutlook& one : outlook.items)
    if (!one.is_done && one.has_dates)
      out.items.push_back({one.item->id, one.finish, one.p50, one.p80, one.p95});
  return out;
}

void note_outcomes(const RoadmapOutlook& outlook, RoadmapForecasts& forecasts) {
  for (const ItemOutlook& one : outlook.items) {
    if (!one.is_done || forecasts.outcome(one.item->id) != nullptr) continue;
    const std::string how = one.is_by_hand ? "hand" : one.done_day ? "evidence" : "noticed";
    forecasts.outcomes.push_back(
        {one.item->id, date_of_day(one.done_day.value_or(outlook.today)), how});
  }
}

}  // namespace hanse::strategy
