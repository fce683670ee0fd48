// SPDX-License-Identifier: Apache-2.0
#include "strategy/roadmap/roadmap_report.h"

#include <fmt/format.h>

#include "base/words.h"
#include "strategy/programme/working_days.h"
#include "strategy/report/charts.h"

namespace hanse::strategy {
namespace {

constexpr int kBarPx = 18, kChartPx = 110;

ReportTable finish_table(const RoadmapOutlook& outlook) {
  const auto row = [](const char* name, int64_t day, double days, std::string text) {
    return std::vector<std::string>{name, date_of_day(day), number_text(days), std::move(text)};
  };
  ReportTable out{
      "finish", "When it ends", {{"forecast"}, {"date"}, {"working days", true}, {"means"}}, {}};
  out.rows.push_back(row("PERT's own", outlook.pert, outlook.pert_days,
                         fmt::format("mean of the critical path alone, ± {} days: too early",
                                     number_text(outlook.pert_deviation))));
  out.rows.push_back(row("P50", outlook.p50, outlook.p50_days, "as likely later as earlier"));
  out.rows.push_back(
      row("P80", outlook.p80, outlook.p80_days, "kept in 4 of 5 cases: promise this"));
  return out;
}

void add_finish(const RoadmapSubject& subject, ReportSection& section) {
  const RoadmapOutlook& outlook = *subject.outlook;
  if (!outlook.has_dates) {
    section.blocks.push_back(Paragraph{fmt::format(
        "There is no date: {}. `hanse roadmap --scenario guide` shows what the guide's months "
        "would mean.",
        outlook.no_date)});
    return;
  }
  section.blocks.push_back(finish_table(outlook));
  section.blocks.push_back(Paragraph{fmt::format(
      "P95 is {}. Of {} trials with seed {}, durations beta-PERT and independent of each other. "
      "PERT's own date is {} working days before the mean of the trials: where paths merge, the "
      "latest counts. No owner's capacity is weighed: see who has much at once.",
      date_of_day(outlook.p95), outlook.trials, outlook.seed,
      number_text(outlook.mean_days - outlook.pert_days))});
}

ReportChart gantt_of(const RoadmapOutlook& outlook) {
  std::vector<GanttBar> bars;
  for (const ItemOutlook& one : outlook.items) {
    if (!one.has_dates) continue;
    GanttBar bar;
    bar.name = one.item->is_milestone ? "◆ " + one.item->id : one.item->id;
    bar.from = static_cast<double>(one.start);
    bar.to = static_cast<double>(one.finish + (one.item->is_milestone ? 0 : 1));
    bar.done = one.is_done ? 1 : 0;
    bar.is_critical = one.is_critical;
    bars.push_back(std::move(bar));
  }
  std::ranges::stable_sort(bars, {}, &GanttBar::from);
  const int height = kChartPx + kBarPx * static_cast<int>(bars.size());
  return {"gantt",
          "Activities and milestones in time",
          fmt::format("{} bars from {} to {}, at mean durations; those on the critical path apart",
                      bars.size(), outlook.items.empty() ? "" : day_text(true, outlook.today),
                      day_text(outlook.has_dates, outlook.pert)),
          gantt_chart(bars, GanttAxis::kDays),
          height,
          "activities"};
}

ReportTable critical_table(const RoadmapOutlook& outlook) {
  ReportTable out{
      "critical_path",
      "The critical path: a day more here is a day more for all",
      {{"activity"}, {"owner"}, {"mean days", true}, {"start"}, {"finish"}, {"critical in", true}},
      {}};
  for (const std::string& id : outlook.critical_path)
    for (const ItemOutlook& one : outlook.items)
      if (one.item->id == id)
        out.rows.push_back({id, one.item->owner.empty() ? "–" : one.item->owner,
                            number_text(one.mean_days), date_of_day(one.start),
                            date_of_day(one.finish),
                            fmt::format("{:.0f} %", one.criticality * 100)});
  return out;
}

void add_forecasts(const RoadmapSubject& subject, Report& report) {
  if (subject.forecasts == nullptr || subject.forecasts->kept.empty()) return;
  ReportSection section{"Forecasts kept and scored", {}};
  const RoadmapForecastScore score = score_forecasts(*subject.forecasts);
  const KeptForecast* baseline = subject.forecasts->baseline();
  section.blocks.push_back(Paragraph{fmt::format(
      "{} forecasts are kept{}; {} of their dates can be scored by what happened since.",
      subject.forecasts->kept.size(),
      baseline == nullptr ? "" : fmt::format(", the baseline of {} among them", baseline->at),
      score.pairs)});
  if (score.pairs > 0) {
    ReportTable table{
        "scores", "How good they were", {{"quantile"}, {"kept", true}, {"should be", true}}, {}};
    const auto row = [&](const char* name, double share, const char* wanted) {
      table.rows.push_back({name, fmt::format("{:.0f} %", share * 100), wanted});
    };
    row("P50", score.within_p50, "50 %");
    row("P80", score.within_p80, "80 %");
    row("P95", score.within_p95, "95 %");
    section.blocks.push_back(std::move(table));
    section.blocks.push_back(
        Paragraph{fmt::format("On average {} calendar days after P50; mean pinball loss {} days.",
                              number_text(score.late_days), number_text(score.pinball_days))});
  }
  report.sections.push_back(std::move(section));
}

ReportSection checklist_of(const RoadmapOutlook& outlook) {
  ReportSection out{"Checklist", {}};
  for (const PhaseOutlook& phase : outlook.phases) {
    ReportList list;
    for (const ItemOutlook& one : outlook.items) {
      if (one.item->phase != phase.phase->id) continue;
      std::string text = fmt::format("[{}] {}", one.is_done ? "x" : " ", one.item->name);
      if (!one.item->owner.empty()) text += fmt::format(" ({})", one.item->owner);
      if (!one.is_done && one.has_dates) text += fmt::format(", by {}", date_of_day(one.p80));
      if (!one.item->note.empty()) text += fmt::format("; {}", one.item->note);
      list.items.push_back(std::move(text));
    }
    out.blocks.push_back(Paragraph{phase.phase->name + ":"});
    out.blocks.push_back(std::move(list));
  }
  return out;
}

}  // namespace

Report roadmap_report(const RoadmapSubject& subject) {
  const RoadmapOutlook& outlook = *subject.outlook;
  Report report;
  report.tool = "roadmap";
  report.title = "Roadmap";
  report.subject = subject.facts->mesh;
  report.made_at = subject.made_at;
  report.rests_on = roadmap_basis(outlook);
  report.data = roadmap_json(subject);
  ReportSection first{"When", {roadmap_verdict(outlook)}};
  if (subject.guide_estimates > 0)
    first.blocks.push_back(Callout{
        Verdict::kCaution,
        fmt::format("a scenario: {} estimates are claims of the guide, stated by nobody here",
                    subject.guide_estimates)});
  add_finish(subject, first);
  report.sections.push_back(std::move(first));
  report.sections.push_back({"Phases", {phases_table(outlook)}});
  if (!outlook.critical_path.empty())
    report.sections.push_back({"Critical path", {critical_table(outlook)}});
  report.sections.push_back({"Milestones", {milestones_table(outlook)}});
  ReportSection activities{"Activities", {}};
  if (std::ranges::any_of(outlook.items, &ItemOutlook::has_dates))
    activities.blocks.push_back(gantt_of(outlook));
  activities.blocks.push_back(items_table(outlook));
  report.sections.push_back(std::move(activities));
  add_forecasts(subject, report);
  report.sections.push_back(checklist_of(outlook));
  return report;
}

}  // namespace hanse::strategy
