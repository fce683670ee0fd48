// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "strategy/programme/working_days.h"
#include "strategy/roadmap/roadmap_report.h"

namespace hanse::strategy {
namespace {

std::string state_text(const ItemOutlook& one) {
  if (one.is_contradicted) return "closed by hand, not shown";
  if (one.is_done) return one.is_by_hand ? "done, by hand" : "done, by evidence";
  if (one.is_running) return one.is_refuted ? "runs past its estimate" : "runs";
  return one.waits_for.empty() ? "next" : "waits";
}

std::string evidence_text(const ItemOutlook& one) {
  std::vector<std::string> out;
  for (const EvidenceAnswer& answer : one.answers) out.push_back(answer.text);
  return one.answers.empty() ? "closed by hand" : joined(out, "; ");
}

}  // namespace

std::string day_text(bool is_known, int64_t day) { return is_known ? date_of_day(day) : "–"; }

std::string slip_text(std::optional<double> days) {
  if (!days) return "–";
  if (*days == 0) return "0 days";
  return fmt::format("{}{:.0f} days", *days > 0 ? "+" : "−", std::abs(*days));
}

Callout roadmap_verdict(const RoadmapOutlook& outlook) {
  if (!outlook.problems.empty())
    return {Verdict::kStop, fmt::format("do not start: {}", joined(outlook.problems, "; "))};
  for (const ItemOutlook& one : outlook.items)
    if (one.is_late)
      return {Verdict::kCaution,
              fmt::format("`{}` is late: look at what it waits for, or keep a new baseline and say "
                          "why",
                          one.item->id)};
  return {Verdict::kGood, "it can begin: it has a sponsor, a beginning, owners and estimates"};
}

ReportTable milestones_table(const RoadmapOutlook& outlook) {
  ReportTable out{
      "milestones",
      "Milestones and the evidence that closes them",
      {{"milestone"}, {"state"}, {"done or P50"}, {"P80"}, {"P95"}, {"slip"}, {"evidence"}},
      {}};
  for (const ItemOutlook& one : outlook.items) {
    if (!one.item->is_milestone) continue;
    out.rows.push_back({one.item->id, state_text(one), day_text(one.has_dates, one.p50),
                        day_text(one.has_dates && !one.is_done, one.p80),
                        day_text(one.has_dates && !one.is_done, one.p95), slip_text(one.slip_days),
                        evidence_text(one)});
  }
  return out;
}

ReportTable items_table(const RoadmapOutlook& outlook) {
  ReportTable out{"activities",
                  "Activities",
                  {{"activity"},
                   {"phase"},
                   {"owner"},
                   {"state"},
                   {"days", true},
                   {"±", true},
                   {"start"},
                   {"finish"},
                   {"P80"},
                   {"slack", true},
                   {"critical", true},
                   {"slip"}},
                  {}};
  for (const ItemOutlook& one : outlook.items) {
    if (one.item->is_milestone) continue;
    const bool is_open = one.has_dates && !one.is_done;
    const bool is_placed = is_open && outlook.has_dates;
    const bool has_days = one.item->estimate.has_value();
    out.rows.push_back({one.item->id, one.item->phase,
                        one.item->owner.empty() ? "–" : one.item->owner, state_text(one),
                        has_days ? number_text(one.mean_days) : "–",
                        has_days ? number_text(one.deviation_days) : "–",
                        day_text(one.has_dates, one.start), day_text(one.has_dates, one.finish),
                        day_text(is_open, one.p80), is_placed ? number_text(one.slack_days) : "–",
                        is_placed ? fmt::format("{:.0f} %", one.criticality * 100) : "–",
                        slip_text(one.slip_days)});
  }
  return out;
}

ReportTable phases_table(const RoadmapOutlook& outlook) {
  ReportTable out{
      "phases",
      "Phases: what the guide's months say, and what the estimates say",
      {{"phase"}, {"months"}, {"until"}, {"done", true}, {"of", true}, {"P50"}, {"P80"}, {"P95"}},
      {}};
  for (const PhaseOutlook& phase : outlook.phases) {
    const int64_t to = phase.phase->to_month;
    out.rows.push_back({phase.phase->name,
                        to == 0 ? fmt::format("{} on", phase.phase->from_month)
                                : fmt::format("{} to {}", phase.phase->from_month, to),
                        day_text(phase.window_to != 0, phase.window_to), std::to_string(phase.done),
                        std::to_string(phase.items), day_text(phase.has_dates, phase.p50),
                        day_text(phase.has_dates, phase.p80),
                        day_text(phase.has_dates, phase.p95)});
  }
  return out;
}

std::vector<Figure> roadmap_basis(const RoadmapOutlook& outlook) {
  std::vector<Figure> out;
  for (const ItemOutlook& one : outlook.items) {
    Figure figure;
    figure.id = one.item->id;
    figure.label = one.item->name;
    figure.weight = std::max(one.mean_days, 1.0);
    if (one.is_done && !one.is_by_hand) {
      figure.value = 1;
      figure.basis = Basis::kMeasured;
      figure.source = evidence_text(one);
    } else if (one.is_done) {
      figure.value = 1;
      figure.source = fmt::format("{}, {}", one.item->closed->by, one.item->closed->at);
    } else if (one.item->estimate) {
      figure.value = one.mean_days;
      figure.unit = "working days";
      figure.basis = one.item->estimate->basis();
      figure.source = one.item->estimate->source_text();
    } else {
      continue;
    }
    out.push_back(std::move(figure));
  }
  return out;
}

}  // namespace hanse::strategy
