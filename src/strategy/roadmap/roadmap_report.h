// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "strategy/report/report.h"
#include "strategy/roadmap/outlook.h"

namespace hanse::strategy {

// The two reports of `hanse roadmap`. Pure.

struct RoadmapSubject {
  const Roadmap* roadmap = nullptr;
  const RoadmapOutlook* outlook = nullptr;
  const ProgrammeFacts* facts = nullptr;
  const RoadmapForecasts* forecasts = nullptr;  // null: nothing was kept yet
  std::string made_at;                          // as format_time writes it
  size_t guide_estimates = 0;                   // that the scenario put in
};
// When it ends, and how sure that is: dates, phases, chart, critical path, milestones, checklist.
Report roadmap_report(const RoadmapSubject& subject);
// What is done by which evidence, what slips, what is next, and what is in the way.
Report roadmap_status_report(const RoadmapSubject& subject);

// Parts of both, in roadmap_tables.cc and roadmap_json.cc.
Json roadmap_json(const RoadmapSubject& subject);
Callout roadmap_verdict(const RoadmapOutlook& outlook);
ReportTable milestones_table(const RoadmapOutlook& outlook);
ReportTable items_table(const RoadmapOutlook& outlook);
ReportTable phases_table(const RoadmapOutlook& outlook);
std::vector<Figure> roadmap_basis(const RoadmapOutlook& outlook);
std::string day_text(bool is_known, int64_t day);   // a date, or –
std::string slip_text(std::optional<double> days);  // "+12 days", "–"

}  // namespace hanse::strategy
