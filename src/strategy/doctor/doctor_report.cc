// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/clock.h"
#include "base/json_text.h"
#include "base/words.h"
#include "strategy/doctor/examine.h"
#include "strategy/doctor/wording.h"
#include "strategy/report/charts.h"

namespace hanse::strategy {
namespace {

Json finding_json(const DoctorOutcome& outcome, const DoctorJudged& judged) {
  const Detector& detector = *outcome.detector;
  const DoctorFinding& finding = judged.finding;
  Json counts = Json::object(), over = Json::array(), remedy = Json::array();
  for (const DoctorCount& count : finding.counts) counts.set(count.name, count.value);
  for (size_t i = 0; i < std::min(finding.over.size(), kOverKept); ++i) over.push(finding.over[i]);
  for (const std::string& line : remedy_lines(detector, finding.object)) remedy.push(line);
  Json out = Json::object({{"detector", detector.id},
                           {"name", detector.name},
                           {"severity", severity_name(detector.severity)},
                           {"object", finding.object},
                           {"summary", finding.summary},
                           {"counts", std::move(counts)},
                           {"over", std::move(over)},
                           {"over_count", int64_t(finding.over.size())},
                           {"query", detector.query},
                           {"source", detector.source},
                           {"remedy", std::move(remedy)},
                           {"waived", judged.is_waived}});
  if (finding.place.file) {
    out.set("file", finding.place.file->path());
    out.set("line", finding.place.file->place(finding.place.offset).line);
  }
  if (judged.waiver)
    out.set("waiver", Json::object({{"who", judged.waiver->who},
                                    {"until", judged.waiver->until},
                                    {"reason", judged.waiver->reason},
                                    {"expired", !judged.is_waived}}));
  return out;
}

Json detector_json(const DoctorOutcome& outcome) {
  Json limits = Json::object();
  for (const auto& [name, value] : outcome.limits) limits.set(name, value);
  Json out = Json::object({{"detector", outcome.detector->id},
                           {"name", outcome.detector->name},
                           {"severity", severity_name(outcome.detector->severity)},
                           {"thresholds", std::move(limits)},
                           {"findings", int64_t(outcome.findings.size())},
                           {"ran", outcome.not_run.empty()}});
  if (!outcome.not_run.empty()) out.set("reason", outcome.not_run);
  return out;
}

std::string_view bar_name(DoctorBar bar) {
  switch (bar) {
    case DoctorBar::kError:
      return "error";
    case DoctorBar::kWarning:
      return "warning";
    case DoctorBar::kNone:
      return "none";
  }
  return {};
}

Json data_of(const DoctorResult& result, DoctorBar bar) {
  Json findings = Json::array(), detectors = Json::array(), unused = Json::array();
  for (const DoctorOutcome& outcome : result.outcomes) {
    detectors.push(detector_json(outcome));
    for (const DoctorJudged& judged : outcome.findings)
      findings.push(finding_json(outcome, judged));
  }
  for (const DoctorWaiver& waiver : result.unused)
    unused.push(Json::object({{"detector", waiver.detector},
                              {"object", waiver.object},
                              {"file", waiver.path},
                              {"who", waiver.who},
                              {"until", waiver.until}}));
  return Json::object({{"summary", Json::object({{"errors", int64_t(result.errors)},
                                                 {"warnings", int64_t(result.warnings)},
                                                 {"waived", int64_t(result.waived)},
                                                 {"detectors_run", int64_t(result.ran)},
                                                 {"detectors_not_run", int64_t(result.not_run)},
                                                 {"products", int64_t(result.products)},
                                                 {"domains", int64_t(result.domains)},
                                                 {"fail_on", bar_name(bar)},
                                                 {"passed", !is_over(result, bar)}})},
                       {"findings", std::move(findings)},
                       {"unused_waivers", std::move(unused)},
                       {"detectors", std::move(detectors)},
                       {"missing", json_list(result.missing)}});
}

Figure count_figure(std::string id, std::string label, size_t value, std::string query) {
  Figure figure;
  figure.id = std::move(id);
  figure.label = std::move(label);
  figure.value = static_cast<double>(value);
  figure.basis = Basis::kMeasured;
  figure.source = std::move(query);
  return figure;
}

ReportTable findings_table(const DoctorResult& result) {
  ReportTable table{"findings",
                    "Findings",
                    {{"Severity"},
                     {"Detector"},
                     {"Pitfall"},
                     {"Object"},
                     {"What"},
                     {"Counted"},
                     {"Place"},
                     {"Waived until"}},
                    {}};
  for (const Severity severity : {Severity::kError, Severity::kWarning})
    for (const DoctorOutcome& outcome : result.outcomes)
      for (const DoctorJudged& judged : outcome.findings)
        if (outcome.detector->severity == severity)
          table.rows.push_back(
              {std::string(severity_name(severity)), std::string(outcome.detector->id),
               std::string(outcome.detector->name), judged.finding.object, judged.finding.summary,
               counts_text(judged.finding), place_text(judged.finding),
               judged.is_waived ? judged.waiver->until + " by " + judged.waiver->who
               : judged.waiver  ? "ended " + judged.waiver->until
                                : ""});
  return table;
}

ReportTable detectors_table(const DoctorResult& result) {
  ReportTable table{"detectors",
                    "Every detector, and what it found",
                    {{"Detector"},
                     {"Pitfall"},
                     {"Severity"},
                     {"Findings", true},
                     {"Thresholds"},
                     {"Not run, as"}},
                    {}};
  for (const DoctorOutcome& outcome : result.outcomes)
    table.rows.push_back(
        {std::string(outcome.detector->id), std::string(outcome.detector->name),
         std::string(severity_name(outcome.detector->severity)),
         outcome.not_run.empty() ? fmt::format("{}", outcome.findings.size()) : std::string(),
         thresholds_text(outcome), outcome.not_run});
  return table;
}

ReportSection section_of(const DoctorOutcome& outcome) {
  const Detector& detector = *outcome.detector;
  ReportSection section{fmt::format("{}: {}", detector.id, detector.name), {}};
  section.blocks.push_back(Paragraph{std::string(detector.pitfall)});
  const std::string limits = thresholds_text(outcome);
  section.blocks.push_back(Paragraph{
      fmt::format("Counted: {}.{} Source: {}.", detector.query,
                  limits.empty() ? "" : fmt::format(" Thresholds: {}.", limits), detector.source)});
  ReportTable table{"findings-" + std::string(detector.id),
                    "Where it shows",
                    {{"Object"}, {"What"}, {"Namely"}},
                    {}};
  for (const DoctorJudged& judged : outcome.findings)
    table.rows.push_back(
        {judged.finding.object, judged.finding.summary, over_text(judged.finding, kOverShown)});
  section.blocks.push_back(std::move(table));
  section.blocks.push_back(Paragraph{"What to do:"});
  const std::string object =
      outcome.findings.size() == 1 ? outcome.findings[0].finding.object : "OBJECT";
  section.blocks.push_back(ReportList{remedy_lines(detector, object), false});
  return section;
}

ReportChart findings_chart(const DoctorResult& result) {
  CategoryChart chart;
  std::vector<std::optional<double>> values;
  for (const DoctorOutcome& outcome : result.outcomes) {
    if (outcome.findings.empty()) continue;
    chart.categories.push_back(fmt::format("{} {}", outcome.detector->id, outcome.detector->name));
    values.emplace_back(static_cast<double>(outcome.findings.size()));
  }
  const int height = 80 + 28 * static_cast<int>(values.size());
  chart.series.push_back({"findings", std::move(values)});
  return {"by-detector",
          "Findings by detector",
          "Bars: how many findings each detector has",
          horizontal_bars(chart),
          height,
          "detectors"};
}

}  // namespace

Report doctor_report(const DoctorResult& result, DoctorBar bar) {
  Report report;
  report.tool = "doctor";
  report.title = "Pitfalls of the mesh";
  report.subject = result.mesh;
  report.made_at = format_time(result.now_us);
  report.data = data_of(result, bar);
  const std::vector<Figure> figures = {
      count_figure("errors", "Errors", result.errors, "findings of severity error, not waived"),
      count_figure("warnings", "Warnings", result.warnings,
                   "findings of severity warning, not waived"),
      count_figure("waived", "Waived", result.waived,
                   "findings with a waiver of strategy/doctor.yaml that holds"),
      count_figure("detectors_run", "Detectors that ran", result.ran,
                   "the detectors below that have no reason beside them")};
  report.rests_on = figures;
  ReportSection summary{"Summary", {}};
  summary.blocks.push_back(Callout{result.errors > 0     ? Verdict::kStop
                                   : result.warnings > 0 ? Verdict::kCaution
                                                         : Verdict::kGood,
                                   verdict_text(result) + "."});
  summary.blocks.push_back(FigureRow{figures});
  if (result.errors + result.warnings + result.waived > 0) {
    summary.blocks.push_back(findings_chart(result));
    summary.blocks.push_back(findings_table(result));
  }
  report.sections.push_back(std::move(summary));
  for (const Severity severity : {Severity::kError, Severity::kWarning})
    for (const DoctorOutcome& outcome : result.outcomes)
      if (outcome.detector->severity == severity && !outcome.findings.empty())
        report.sections.push_back(section_of(outcome));
  ReportSection all{"Detectors", {detectors_table(result)}};
  for (const DoctorWaiver& waiver : result.unused)
    all.blocks.push_back(
        Paragraph{fmt::format("Unused: the waiver of {} for {} in {}: there is no such finding.",
                              waiver.detector, waiver.object, waiver.path)});
  for (const std::string& missing : result.missing)
    all.blocks.push_back(Paragraph{"Missing: " + missing});
  report.sections.push_back(std::move(all));
  return report;
}

}  // namespace hanse::strategy
