// SPDX-License-Identifier: Apache-2.0
#include "strategy/metrics/metrics_document.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/clock.h"
#include "spec/fields.h"
#include "strategy/metrics/metric_table.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;
using spec::Expect;
using spec::Need;
using spec::Node;

template <auto Member>
constexpr spec::TypedField<spec::OwnerOf<Member>> instant(std::string_view name,
                                                          Need need = Need::kOptional) {
  return {{name, Expect::kText, need, [](Decoder& decoder, const Node& value, void* target) {
             spec::member_of<Member>(target) = value.text;
             if (!parse_time(value.text))
               decoder.error("HNS-G021", value.span,
                             fmt::format("`{}` is neither a date nor an instant", value.text),
                             "write it as 2027-01-31");
           }}};
}
template <typename T>
constexpr spec::TypedField<T> heading(std::string_view name) {
  return spec::checked<T>(name, Expect::kText, Need::kRequired);
}

constexpr spec::Table kBaseline(
    "a baseline", "",
    {spec::number<&MetricBaseline::value>("value"), spec::number<&MetricBaseline::low>("low"),
     spec::number<&MetricBaseline::high>("high"), spec::text<&MetricBaseline::by>("by"),
     instant<&MetricBaseline::at>("at"), instant<&MetricBaseline::from>("from"),
     instant<&MetricBaseline::until>("until")});
constexpr spec::Table kTarget("a target", "",
                              {spec::number<&MetricTarget::value>("value", Need::kRequired),
                               instant<&MetricTarget::until>("until")});

void read_baseline(Decoder& decoder, const Node& node, void* target) {
  auto& plan = *static_cast<MetricPlan*>(target);
  MetricBaseline& baseline = plan.baseline.emplace();
  decoder.map(node, kBaseline, baseline);
  const bool is_stated = baseline.value.has_value();
  const bool is_measured = !baseline.from.empty() && !baseline.until.empty();
  if (is_stated == is_measured)
    decoder.error("HNS-G022", node.span,
                  "a baseline is either stated (`value`) or measured (`from` and `until`)");
  else if (is_stated && (baseline.by.empty() || baseline.at.empty()))
    decoder.error("HNS-G022", node.span, "a stated baseline says who stated it and when",
                  "add `by` and `at`");
}
void read_target(Decoder& decoder, const Node& node, void* target) {
  decoder.map(node, kTarget, static_cast<MetricPlan*>(target)->target.emplace());
}

constexpr spec::Table kPlan(
    "a metric", "metric",
    {spec::text<&MetricPlan::metric>("metric", Need::kRequired),
     spec::TypedField<MetricPlan>{{"baseline", Expect::kMap, Need::kOptional, read_baseline}},
     spec::TypedField<MetricPlan>{{"target", Expect::kMap, Need::kOptional, read_target}}});

void read_plan(Decoder& decoder, const Node& node, MetricPlan& plan) {
  decoder.map(node, kPlan, plan);
  if (plan.metric.empty() || find_metric(plan.metric) != nullptr) return;
  std::string all;
  for (const MetricDefinition& metric : metric_table())
    all += fmt::format("{}`{}`", all.empty() ? "" : ", ", metric.id);
  decoder.error("HNS-G020", plan.span, fmt::format("there is no metric `{}`", plan.metric),
                "metrics are " + all);
}

constexpr spec::Table kMetrics(
    "a file of metrics", "kind",
    {heading<MetricsDocument>("apiVersion"), heading<MetricsDocument>("kind"),
     spec::list<&MetricsDocument::metrics, read_plan>("metrics", Need::kRequired)});

constexpr std::string_view kAbouts[] = {"autonomy", "satisfaction", "collaboration", "platform"};
constexpr spec::Table kItem("an item", "id",
                            {spec::text<&SurveyItem::id>("id", Need::kRequired),
                             spec::text<&SurveyItem::text>("text", Need::kRequired),
                             spec::choice<&SurveyItem::about, kAbouts>("about")});
void read_item(Decoder& decoder, const Node& node, SurveyItem& item) {
  decoder.map(node, kItem, item);
}

void read_values(Decoder& decoder, const Node& node, void* target) {
  auto& answer = *static_cast<SurveyAnswer*>(target);
  for (const Node::Entry& entry : node.entries)
    if (decoder.is(entry.value, Expect::kNumber))
      answer.values.emplace_back(entry.key, spec::number_of(entry.value.text).value_or(0));
}
constexpr spec::Table kAnswer("an answer", "by",
                              {spec::text<&SurveyAnswer::by>("by", Need::kRequired),
                               spec::text<&SurveyAnswer::domain>("domain"),
                               spec::TypedField<SurveyAnswer>{
                                   {"values", Expect::kMap, Need::kRequired, read_values}}});
void read_answer(Decoder& decoder, const Node& node, SurveyAnswer& answer) {
  decoder.map(node, kAnswer, answer);
}

constexpr int64_t kMarkMax = 10;
struct Scale {
  int64_t lowest = 1, highest = 5;
};
constexpr spec::Table kScale("a scale", "",
                             {spec::integer<&Scale::lowest, 0, kMarkMax>("lowest", Need::kRequired),
                              spec::integer<&Scale::highest, 1, kMarkMax>("highest",
                                                                          Need::kRequired)});
void read_scale(Decoder& decoder, const Node& node, void* target) {
  auto& survey = *static_cast<SurveyDocument*>(target);
  Scale scale;
  decoder.map(node, kScale, scale);
  survey.lowest = scale.lowest;
  survey.highest = scale.highest;
  if (scale.highest <= scale.lowest)
    decoder.error("HNS-G023", node.span, "expected `highest` above `lowest`");
}

constexpr spec::Table kSurvey(
    "a survey", "title",
    {heading<SurveyDocument>("apiVersion"), heading<SurveyDocument>("kind"),
     spec::text<&SurveyDocument::title>("title", Need::kRequired),
     instant<&SurveyDocument::at>("at", Need::kRequired),
     spec::TypedField<SurveyDocument>{{"scale", Expect::kMap, Need::kOptional, read_scale}},
     spec::list<&SurveyDocument::items, read_item>("items", Need::kRequired),
     spec::list<&SurveyDocument::answers, read_answer>("answers")});

void check_answers(Decoder& decoder, const SurveyDocument& survey) {
  std::set<std::string> items, people;
  for (const SurveyItem& item : survey.items)
    if (!items.insert(item.id).second)
      decoder.error("HNS-G023", item.span, fmt::format("the item `{}` is there twice", item.id));
  for (const SurveyAnswer& answer : survey.answers) {
    if (!people.insert(answer.by).second)
      decoder.error("HNS-G024", answer.span,
                    fmt::format("`{}` answers twice: a person counts once", answer.by));
    for (const auto& [item, mark] : answer.values) {
      if (!items.contains(item))
        decoder.error("HNS-G024", answer.span, fmt::format("there is no item `{}`", item));
      else if (mark < static_cast<double>(survey.lowest) ||
               mark > static_cast<double>(survey.highest))
        decoder.error("HNS-G024", answer.span,
                      fmt::format("the mark {} of `{}` is not on the scale from {} to {}", mark,
                                  item, survey.lowest, survey.highest));
    }
  }
}

}  // namespace

void decode_metrics(Decoder& decoder, const Node& root, MetricsDocument& document) {
  decoder.map(root, kMetrics, document);
}
void check_metrics(Decoder& decoder, const Node& root, const spec::Model&) {
  MetricsDocument document;
  decode_metrics(decoder, root, document);
}

void decode_survey(Decoder& decoder, const Node& root, SurveyDocument& document) {
  decoder.map(root, kSurvey, document);
  check_answers(decoder, document);
}
void check_survey(Decoder& decoder, const Node& root, const spec::Model& mesh) {
  SurveyDocument document;
  decode_survey(decoder, root, document);
  for (const SurveyAnswer& answer : document.answers)
    if (!answer.domain.empty() && mesh.domain_entry(DomainId(answer.domain)) == nullptr)
      decoder.error("HNS-G024", answer.span,
                    fmt::format("`{}` is no domain of the mesh", answer.domain));
}

std::vector<SurveyResult> survey_results(const SurveyDocument& survey, const std::string& domain) {
  std::vector<SurveyResult> out;
  for (const SurveyItem& item : survey.items) {
    SurveyResult result{item.id, item.text, item.about};
    std::vector<double> values;
    for (const SurveyAnswer& answer : survey.answers)
      if (domain.empty() || answer.domain == domain)
        for (const auto& [id, mark] : answer.values)
          if (id == item.id) values.push_back(mark);
    result.answers = values.size();
    if (values.size() >= kSurveyPeopleMin) {
      std::ranges::sort(values);
      result.median = *metric_quantile(values, 0.5);
      result.low_quartile = *metric_quantile(values, 0.25);
      result.high_quartile = *metric_quantile(values, 0.75);
      result.marks.resize(static_cast<size_t>(survey.highest - survey.lowest + 1));
      for (const double mark : values)
        ++result.marks[static_cast<size_t>(std::lround(mark) - survey.lowest)];
    }
    out.push_back(std::move(result));
  }
  return out;
}

}  // namespace hanse::strategy
