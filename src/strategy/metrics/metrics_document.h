// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spec/decoder.h"
#include "spec/model.h"

namespace hanse::strategy {

// `kind: Metrics`: where a metric was and where it is to go.
struct MetricBaseline {
  std::optional<double> value, low, high;  // stated, by whom and when
  std::string by, at;
  std::string from, until;  // or measured: the value in this time, dates or instants
  Span span;
};
struct MetricTarget {
  std::optional<double> value;
  std::string until;  // by when
  Span span;
};
struct MetricPlan {
  std::string metric;  // an id of metric_table.h
  std::optional<MetricBaseline> baseline;
  std::optional<MetricTarget> target;
  Span span;
};
struct MetricsDocument {
  std::string path;
  std::vector<MetricPlan> metrics;
  Span span;
};

// `kind: Survey`: what people answered on a scale. Items are never put together to one mark.
struct SurveyItem {
  std::string id, text, about;  // about: autonomy | satisfaction | collaboration | platform
  Span span;
};
struct SurveyAnswer {
  std::string by, domain;                              // by: whoever answered; never shown
  std::vector<std::pair<std::string, double>> values;  // item, mark
  Span span;
};
struct SurveyDocument {
  std::string path, title, at;  // at: a date
  int64_t lowest = 1, highest = 5;
  std::vector<SurveyItem> items;
  std::vector<SurveyAnswer> answers;
  Span span;
};

// Report what does not fit, with HNS-G020 to HNS-G024; also against the mesh for the checks.
void decode_metrics(spec::Decoder& decoder, const spec::Node& root, MetricsDocument& document);
void check_metrics(spec::Decoder& decoder, const spec::Node& root, const spec::Model& mesh);
void decode_survey(spec::Decoder& decoder, const spec::Node& root, SurveyDocument& document);
void check_survey(spec::Decoder& decoder, const spec::Node& root, const spec::Model& mesh);

// How one item of a survey was answered.
struct SurveyResult {
  std::string id, text, about;
  size_t answers = 0;
  double median = 0, low_quartile = 0, high_quartile = 0;
  std::vector<size_t> marks;  // how often each whole mark from the lowest up
};
// Of fewer people than this nothing is shown: they could be told apart.
constexpr size_t kSurveyPeopleMin = 4;
// By item; those with too few answers have `answers` alone. `domain`: of its people only.
std::vector<SurveyResult> survey_results(const SurveyDocument& survey, const std::string& domain);

}  // namespace hanse::strategy
