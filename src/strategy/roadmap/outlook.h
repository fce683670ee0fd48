// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "strategy/roadmap/evidence.h"
#include "strategy/roadmap/kept_forecasts.h"
#include "strategy/roadmap/roadmap.h"
#include "strategy/roadmap/simulation.h"

namespace hanse::strategy {

// A roadmap held against the mesh and the calendar: what is done and by which evidence, when the
// rest will be, what slips, what is next and what keeps it from beginning. Pure. Days are those of
// working_days.h.

struct ItemOutlook {
  const RoadmapItem* item = nullptr;    // of the roadmap, which must outlive this
  std::vector<EvidenceAnswer> answers;  // one a question
  bool is_done = false, is_running = false;
  bool is_by_hand = false;             // done because somebody says so
  bool is_contradicted = false;        // closed by hand, and the mesh does not show it
  // It runs still after its pessimistic duration, so that nothing says when it ends.
  bool is_refuted = false;
  std::optional<int64_t> done_day;     // none: done, since when is not known
  std::vector<std::string> waits_for;  // ids that are not done
  // Dates need estimates that hold of all that is not done before it, a start, and an end in the
  // years of calendars.
  bool has_dates = false;
  int64_t start = 0, finish = 0, p50 = 0, p80 = 0, p95 = 0;
  double mean_days = 0, deviation_days = 0, slack_days = 0, criticality = 0;
  bool is_critical = false;
  std::optional<double> slip_days, first_slip_days;  // working days later than the baseline
  bool is_late = false;                              // due, or the baseline's P95, is before today
};
struct PhaseOutlook {
  const RoadmapPhase* phase = nullptr;
  size_t items = 0, done = 0, with_evidence = 0, done_by_evidence = 0;
  bool has_dates = false;
  int64_t window_from = 0, window_to = 0;  // as the guide says: months from the start; to 0: open
  int64_t p50 = 0, p80 = 0, p95 = 0;
};
struct RoadmapOutlook {
  std::vector<ItemOutlook> items;  // as in the roadmap
  std::vector<PhaseOutlook> phases;
  int64_t today = 0;
  bool has_dates = false;  // of the whole
  int64_t pert = 0, p50 = 0, p80 = 0, p95 = 0;
  double pert_days = 0, pert_deviation = 0, p50_days = 0, p80_days = 0, mean_days = 0;
  std::vector<std::string> critical_path;
  std::vector<std::string> unestimated;  // ids of activities that are not done
  std::string no_date;                   // why the whole has no dates; empty: it has
  std::vector<std::string> problems;     // why it cannot begin, each with what to do; empty: it can
  size_t trials = 0;  // that ran
  uint64_t seed = 0;
};
struct OutlookOrder {
  const RoadmapForecasts* forecasts = nullptr;  // for slips
  uint64_t seed = kSeedDefault;
  size_t trials = kTrialsDefault;
};
// `roadmap` without errors of decode_roadmap and check_roadmap.
RoadmapOutlook look_ahead(const Roadmap& roadmap, const ProgrammeFacts& facts,
                          const OutlookOrder& order);

// What is to be kept of it today.
KeptForecast forecast_of(const RoadmapOutlook& outlook);
// Adds what is done and was not noted before.
void note_outcomes(const RoadmapOutlook& outlook, RoadmapForecasts& forecasts);

}  // namespace hanse::strategy
