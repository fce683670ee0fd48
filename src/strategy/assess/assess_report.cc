// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "base/words.h"
#include "strategy/assess/assess_json.h"
#include "strategy/assess/evaluate.h"
#include "strategy/report/charts.h"

namespace hanse::strategy {
namespace {

std::string number_or_dash(const std::optional<double>& value) {
  return value ? number_text(*value) : "–";
}

std::string measured_text(const AssessedQuestion& question) {
  if (!question.measured) return {};
  if (!question.measured->value) return "not countable: " + question.measured->source;
  return fmt::format("{} {} ({})", number_text(*question.measured->value), question.measured->unit,
                     question.measured->counted);
}

// Who said what, the lowest first: "platform 0, domain lead 3".
std::string answers_text(std::vector<AssessAnswer> answers) {
  std::ranges::stable_sort(answers, {}, &AssessAnswer::level);
  std::vector<std::string> words;
  for (const AssessAnswer& answer : answers)
    words.push_back(fmt::format("{} {}", answer.who, answer.level));
  return joined(words);
}

Figure figure_of(const AssessedQuestion& question) {
  Figure figure;
  figure.id = question.question->id;
  figure.label = question.question->asks;
  figure.value = question.level;
  figure.basis = question.basis;
  if (!question.level) {
    figure.source = "nobody answered: `hanse assess questions` writes the sheet";
  } else if (question.basis == Basis::kMeasured) {
    figure.source = question.measured->source;
  } else {
    std::string newest;
    figure.low = figure.high = question.answers[0].level;
    for (const AssessAnswer& answer : question.answers) {
      newest = std::max(newest, answer.when);
      figure.low = std::min(*figure.low, static_cast<double>(answer.level));
      figure.high = std::max(*figure.high, static_cast<double>(answer.level));
    }
    figure.source = fmt::format("{}, until {}", answers_text(question.answers), newest);
  }
  return figure;
}

ReportTable dimensions_table(const AssessResult& result) {
  ReportTable table{"dimensions",
                    "Level of each dimension (0 to 4, the median of its questions)",
                    {{"Dimension"},
                     {"Level", true},
                     {"A start needs", true},
                     {"Questions known", true},
                     {"Agreement r_wg(J)", true},
                     {"Rests on it", true}},
                    {}};
  for (const AssessedDimension& each : result.dimensions)
    table.rows.push_back(
        {each.dimension->name, number_or_dash(each.level), number_text(each.dimension->start),
         fmt::format("{} of {}", each.known, each.questions.size()), number_or_dash(each.agreement),
         fmt::format("{}", each.dimension->carries.size())});
  return table;
}

ReportChart radar_of(const AssessResult& result) {
  std::vector<RadarAxis> axes;
  ChartSeries now{"now", {}}, target{"target", {}}, before{"", {}};
  const KeptAssessment* last = result.kept.empty() ? nullptr : &result.kept.back();
  if (last != nullptr) before.name = last->date;
  for (const AssessedDimension& each : result.dimensions) {
    axes.push_back({each.dimension->name, kAssessLevelMax});
    now.values.push_back(each.level);
    target.values.emplace_back(kAssessTarget);
    if (last == nullptr) continue;
    const auto found = std::ranges::find(last->dimensions, each.dimension->id, &KeptDimension::id);
    before.values.push_back(found == last->dimensions.end() ? std::nullopt
                                                            : std::optional(found->level));
  }
  std::vector<ChartSeries> series = {std::move(now), std::move(target)};
  if (last != nullptr) series.push_back(std::move(before));
  return {"radar",
          "Levels and target",
          "Radar: the level of each dimension beside the target",
          radar_chart(axes, series),
          460,
          "dimensions"};
}

ReportSection gaps_section(const AssessResult& result) {
  ReportSection section{"Gaps, the greatest leverage first", {}};
  section.blocks.push_back(Paragraph{fmt::format(
      "Leverage = (target {} − level) × (1 + dimensions that rest on it directly). Steps are "
      "activities of the roadmap: `hanse roadmap` has them with owners and dates.",
      number_text(kAssessTarget))});
  ReportTable table{"gaps",
                    "Gaps and next steps",
                    {{"Dimension"},
                     {"Level", true},
                     {"Gap", true},
                     {"Rests on it"},
                     {"Leverage", true},
                     {"Next steps"}},
                    {}};
  for (const AssessedDimension* each : gaps_of(result))
    table.rows.push_back({each->dimension->name, number_text(*each->level), number_text(each->gap),
                          joined(each->dimension->carries), number_text(each->leverage),
                          joined(each->dimension->steps)});
  section.blocks.push_back(std::move(table));
  return section;
}

ReportSection questions_section(const AssessResult& result) {
  ReportSection section{"Questions", {}};
  ReportTable table{"questions",
                    "Answers, and what the mesh says beside them (it wins)",
                    {{"Question"},
                     {"Level", true},
                     {"Its anchor"},
                     {"Basis"},
                     {"Answers"},
                     {"Median", true},
                     {"IQR", true},
                     {"r_wg", true},
                     {"Measured"}},
                    {}};
  for (const AssessedDimension& dimension : result.dimensions)
    for (const AssessedQuestion& each : dimension.questions) {
      // What was counted says nothing of what an anchor describes.
      const bool is_stated = each.level && each.basis == Basis::kStated;
      const std::string anchor =
          is_stated ? each.question->anchors[static_cast<size_t>(*each.level)] : std::string();
      table.rows.push_back(
          {each.question->id + ": " + each.question->asks, number_or_dash(each.level), anchor,
           each.level ? std::string(basis_name(each.basis)) : "missing", answers_text(each.answers),
           number_or_dash(each.median), number_or_dash(each.iqr), number_or_dash(each.agreement),
           measured_text(each)});
    }
  section.blocks.push_back(std::move(table));
  return section;
}

ReportSection disputed_section(const AssessResult& result) {
  ReportSection section{"Where people see different things", {}};
  section.blocks.push_back(Paragraph{fmt::format(
      "An interquartile range of {} and more, or r_wg below 0.7 (1 − variance / 2, the variance "
      "of five equally likely levels): talk before you compute.",
      number_text(kDisagreeIqr))});
  ReportTable table{"disputed",
                    "Disputed questions",
                    {{"Question"}, {"Answers"}, {"IQR", true}, {"r_wg", true}},
                    {}};
  for (const AssessedDimension& dimension : result.dimensions)
    for (const AssessedQuestion& each : dimension.questions)
      if (each.is_disputed())
        table.rows.push_back({each.question->id + ": " + each.question->asks,
                              answers_text(each.answers), number_text(*each.iqr),
                              number_text(*each.agreement)});
  if (table.rows.empty())
    section.blocks.push_back(Paragraph{"There are none."});
  else
    section.blocks.push_back(std::move(table));
  return section;
}

std::optional<double> kept_level(const KeptAssessment& kept, const std::string& id) {
  const auto found = std::ranges::find(kept.dimensions, id, &KeptDimension::id);
  return found == kept.dimensions.end() ? std::nullopt : std::optional(found->level);
}

ReportSection history_section(const AssessResult& result) {
  ReportSection section{"Over time", {}};
  const std::string today = format_time(result.now_us).substr(0, 10);
  CategoryChart chart;
  ReportTable table{
      "history", "Levels of assessments that were kept, and today's", {{"Dimension"}}, {}};
  for (const KeptAssessment& kept : result.kept)
    if (kept.date != today) chart.categories.push_back(kept.date);
  chart.categories.push_back(today);
  for (const std::string& date : chart.categories) table.columns.push_back({date, true});
  for (const AssessedDimension& each : result.dimensions) {
    ChartSeries series{each.dimension->name, {}};
    for (const KeptAssessment& kept : result.kept)
      if (kept.date != today) series.values.push_back(kept_level(kept, each.dimension->id));
    series.values.push_back(each.level);
    table.rows.push_back({each.dimension->name});
    for (const auto& value : series.values) table.rows.back().push_back(number_or_dash(value));
    chart.series.push_back(std::move(series));
  }
  section.blocks.push_back(ReportChart{"history", "Levels over time",
                                       "Lines: the level of each dimension at each assessment",
                                       line_chart(chart), 380, "history"});
  section.blocks.push_back(std::move(table));
  return section;
}

ReportSection names_section(const AssessResult& result) {
  ReportSection section{"In other frameworks", {}};
  section.blocks.push_back(
      Paragraph{"By name only, to find the way from one to the other: levels are not theirs."});
  ReportTable table{"frameworks",
                    "Dimensions beside DCAM and DAMA-DMBOK",
                    {{"Dimension"}, {"DCAM"}, {"DAMA-DMBOK"}},
                    {}};
  for (const AssessedDimension& each : result.dimensions)
    table.rows.push_back(
        {each.dimension->name, joined(each.dimension->dcam), joined(each.dimension->dmbok)});
  section.blocks.push_back(std::move(table));
  return section;
}

// The first few, and how many more.
std::string shortened(std::vector<std::string> list) {
  constexpr size_t kShown = 5;
  if (list.size() > kShown) {
    list.push_back(fmt::format("{} more", list.size() - kShown));
    list.erase(list.begin() + kShown, list.end() - 1);
  }
  return joined(list, "; ");
}

bool has_value(const Figure& figure) { return figure.value.has_value(); }

Verdict tone_of(AssessVerdict verdict) {
  switch (verdict) {
    case AssessVerdict::kStayCentral:
    case AssessVerdict::kDoNotStart:
      return Verdict::kStop;
    case AssessVerdict::kUnknown:
    case AssessVerdict::kPilot:
      return Verdict::kCaution;
    case AssessVerdict::kWiden:
    case AssessVerdict::kScale:
      return Verdict::kGood;
  }
  return Verdict::kCaution;
}

}  // namespace

Report assess_report(const AssessResult& result) {
  Report report;
  report.tool = "assess";
  report.title = "Readiness for a data mesh";
  report.subject = result.mesh;
  report.made_at = format_time(result.now_us);
  report.data = assess_json(result);
  for (const AssessedDimension& dimension : result.dimensions)
    for (const AssessedQuestion& question : dimension.questions)
      report.rests_on.push_back(figure_of(question));
  std::string verdict(assess_verdict_name(result.verdict));
  verdict[0] = static_cast<char>(verdict[0] - 'a' + 'A');
  ReportSection summary{"Summary", {}};
  summary.blocks.push_back(Callout{tone_of(result.verdict),
                                   fmt::format("{}: {}.", verdict, joined(result.reasons, "; "))});
  summary.blocks.push_back(Paragraph{fmt::format(
      "{} answered; {} of {} questions have a level: the measurement where the mesh can count, "
      "else the median answer. There is no grand average: the weakest dimension caps.",
      result.people == 1 ? std::string("1 role") : fmt::format("{} roles", result.people),
      std::ranges::count_if(report.rests_on, &has_value), report.rests_on.size())});
  if (!result.later.empty())
    summary.blocks.push_back(Callout{
        Verdict::kCaution, fmt::format("{} dated after {} and do not count: {}.",
                                       result.later.size() == 1
                                           ? std::string("1 answer is")
                                           : fmt::format("{} answers are", result.later.size()),
                                       report.made_at.substr(0, 10), shortened(result.later))});
  summary.blocks.push_back(radar_of(result));
  summary.blocks.push_back(dimensions_table(result));
  report.sections.push_back(std::move(summary));
  report.sections.push_back(gaps_section(result));
  report.sections.push_back(disputed_section(result));
  if (!result.kept.empty()) report.sections.push_back(history_section(result));
  report.sections.push_back(questions_section(result));
  report.sections.push_back(names_section(result));
  return report;
}

}  // namespace hanse::strategy
