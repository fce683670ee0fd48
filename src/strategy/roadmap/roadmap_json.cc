// SPDX-License-Identifier: Apache-2.0
#include "base/json_text.h"
#include "strategy/programme/working_days.h"
#include "strategy/roadmap/roadmap_report.h"

namespace hanse::strategy {
namespace {

Json day_json(bool is_known, int64_t day) { return is_known ? Json(date_of_day(day)) : Json(); }

Json answer_json(const EvidenceAnswer& answer) {
  return Json::object({{"holds", answer.holds},
                       {"found", answer.found ? Json(*answer.found) : Json()},
                       {"wanted", answer.wanted},
                       {"unit", answer.unit},
                       {"text", answer.text},
                       {"query", answer.query},
                       {"missing", answer.missing}});
}

Json item_json(const ItemOutlook& one, const RoadmapOutlook& outlook) {
  const bool is_placed = one.has_dates && !one.is_done && outlook.has_dates;
  Json answers = Json::array();
  for (const EvidenceAnswer& answer : one.answers) answers.push(answer_json(answer));
  const std::string state = one.is_done ? "done" : one.is_running ? "running" : "open";
  return Json::object({{"id", one.item->id},
                       {"name", one.item->name},
                       {"phase", one.item->phase},
                       {"topic", one.item->topic},
                       {"owner", one.item->owner},
                       {"milestone", one.item->is_milestone},
                       {"state", state},
                       {"by", !one.is_done     ? ""
                              : one.is_by_hand ? "hand"
                                               : "evidence"},
                       {"contradicted", one.is_contradicted},
                       {"late", one.is_late},
                       {"doneOn", one.done_day ? Json(date_of_day(*one.done_day)) : Json()},
                       {"waitsFor", json_list(one.waits_for)},
                       {"meanDays", one.mean_days},
                       {"deviationDays", one.deviation_days},
                       {"start", day_json(one.has_dates, one.start)},
                       {"finish", day_json(one.has_dates, one.finish)},
                       {"p50", day_json(one.has_dates, one.p50)},
                       {"p80", day_json(one.has_dates, one.p80)},
                       {"p95", day_json(one.has_dates, one.p95)},
                       {"slackDays", is_placed ? Json(one.slack_days) : Json()},
                       {"isCritical", is_placed ? Json(one.is_critical) : Json()},
                       {"criticality", is_placed ? Json(one.criticality) : Json()},
                       {"slipDays", one.slip_days ? Json(*one.slip_days) : Json()},
                       {"evidence", std::move(answers)}});
}

Json finish_json(const RoadmapOutlook& outlook) {
  if (!outlook.has_dates) return {};
  return Json::object({{"pert", date_of_day(outlook.pert)},
                       {"p50", date_of_day(outlook.p50)},
                       {"p80", date_of_day(outlook.p80)},
                       {"p95", date_of_day(outlook.p95)},
                       {"pertDays", outlook.pert_days},
                       {"pertDeviationDays", outlook.pert_deviation},
                       {"meanDays", outlook.mean_days},
                       {"p50Days", outlook.p50_days},
                       {"p80Days", outlook.p80_days},
                       {"trials", outlook.trials},
                       {"seed", outlook.seed}});
}

}  // namespace

Json roadmap_json(const RoadmapSubject& subject) {
  const RoadmapOutlook& outlook = *subject.outlook;
  Json items = Json::array();
  for (const ItemOutlook& one : outlook.items) items.push(item_json(one, outlook));
  Json out = Json::object({{"startable", outlook.problems.empty()},
                           {"problems", json_list(outlook.problems)},
                           {"today", date_of_day(outlook.today)},
                           {"finish", finish_json(outlook)},
                           {"criticalPath", json_list(outlook.critical_path)},
                           {"unestimated", json_list(outlook.unestimated)},
                           {"guideEstimates", subject.guide_estimates},
                           {"items", std::move(items)}});
  const auto& migration = subject.facts->migration;
  out.set("tablesLeft", migration ? Json(migration->left) : Json());
  out.set("tablesRegistered", migration ? Json(migration->registered) : Json());
  if (subject.forecasts != nullptr) {
    const RoadmapForecastScore score = score_forecasts(*subject.forecasts);
    out.set("forecasts", Json::object({{"kept", subject.forecasts->kept.size()},
                                       {"scored", score.pairs},
                                       {"withinP50", score.within_p50},
                                       {"withinP80", score.within_p80},
                                       {"withinP95", score.within_p95},
                                       {"lateDays", score.late_days},
                                       {"pinballDays", score.pinball_days}}));
  }
  return out;
}

}  // namespace hanse::strategy
