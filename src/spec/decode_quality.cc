// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "spec/decode.h"
#include "spec/decode_common.h"
#include "spec/fields.h"

namespace hanse::spec {
namespace {

constexpr std::string_view kKinds[] = {"text", "library", "sql", "custom"};
constexpr std::string_view kMetrics[] = {"nullValues", "missingValues", "invalidValues",
                                         "duplicateValues", "rowCount"};
constexpr std::string_view kDimensions[] = {"accuracy",    "completeness", "conformity",
                                            "consistency", "coverage",     "timeliness",
                                            "uniqueness"};
constexpr std::string_view kUnits[] = {"rows", "percent"};

void read_kind(Decoder& decoder, const Node& value, QualityRule& rule) {
  const auto known = std::find(std::begin(kKinds), std::end(kKinds), value.text);
  if (known == std::end(kKinds)) decoder.not_among(value, kKinds);
  else rule.kind = static_cast<QualityRule::Kind>(known - std::begin(kKinds));
}

void read_bound(Decoder& decoder, const Node& value, QualityRule& rule) {
  if (!decoder.is(value, Expect::kNumber)) return;
  if (const auto number = number_of(value.text)) rule.bounds.push_back(*number);
}

void read_one_bound(Decoder& decoder, const Node& value, QualityRule& rule) {
  rule.comparison = decoder.field();
  rule.bounds.clear();
  read_bound(decoder, value, rule);
}

void read_two_bounds(Decoder& decoder, const Node& value, QualityRule& rule) {
  rule.comparison = decoder.field();
  rule.bounds.clear();
  for (const Node& item : value.items) read_bound(decoder, item, rule);
  if (value.items.size() != 2 || (rule.bounds.size() == 2 && rule.bounds[0] >= rule.bounds[1]))
    decoder.error("HNS-S033", value.span,
                  fmt::format("`{}` needs two numbers, the smaller first", rule.comparison));
}

void read_implementation(Decoder& decoder, const Node& value, QualityRule& rule) {
  if (value.kind == Node::Kind::kMap) rule.implementation = to_json(value).dump();
  else if (decoder.is(value, Expect::kText)) rule.implementation = value.text;
}

void read_metric(Decoder& decoder, const Node& value, QualityRule& rule) {
  const bool known = std::find(std::begin(kMetrics), std::end(kMetrics), value.text) !=
                     std::end(kMetrics);
  if (known || decoder.older_standard) rule.metric = value.text;
  else decoder.not_among(value, kMetrics);
}

constexpr Table kRule(
    "a quality rule", "name",
    {text<&QualityRule::name>("name"), text<&QualityRule::id>("id"),
     custom<read_kind>("type", Expect::kText), custom<read_metric>("metric", Expect::kText),
     custom<read_metric>("rule", Expect::kText), text<&QualityRule::query>("query"),
     text<&QualityRule::engine>("engine"),
     custom<read_implementation>("implementation", Expect::kAny),
     text<&QualityRule::description>("description"),
     choice<&QualityRule::dimension, kDimensions>("dimension"),
     text<&QualityRule::severity>("severity"), choice<&QualityRule::unit, kUnits>("unit"),
     json<&QualityRule::arguments>("arguments", Expect::kMap),
     custom<read_one_bound>("mustBe", Expect::kNumber),
     custom<read_one_bound>("mustNotBe", Expect::kNumber),
     custom<read_one_bound>("mustBeGreaterThan", Expect::kNumber),
     custom<read_one_bound>("mustBeGreaterOrEqualTo", Expect::kNumber),
     custom<read_one_bound>("mustBeLessThan", Expect::kNumber),
     custom<read_one_bound>("mustBeLessOrEqualTo", Expect::kNumber),
     custom<read_two_bounds>("mustBeBetween", Expect::kList),
     custom<read_two_bounds>("mustNotBeBetween", Expect::kList),
     foreign<QualityRule>("businessImpact", Expect::kText),
     foreign<QualityRule>("method", Expect::kText), foreign<QualityRule>("schedule", Expect::kText),
     foreign<QualityRule>("scheduler", Expect::kText), foreign<QualityRule>("tags", Expect::kTexts),
     foreign<QualityRule, check_custom_property>("customProperties", Expect::kMaps),
     foreign<QualityRule, check_definition>("authoritativeDefinitions", Expect::kMaps)});

size_t comparisons_of(const Node& node) {
  return static_cast<size_t>(
      std::count_if(node.entries.begin(), node.entries.end(), [](const Node::Entry& entry) {
        return entry.key.starts_with("mustBe") || entry.key.starts_with("mustNotBe");
      }));
}

}  // namespace

void decode_quality(Decoder& decoder, const Node& node, QualityRule& rule) {
  const size_t before = decoder.errors();
  decoder.map(node, kRule, rule);
  if (decoder.errors() != before) return;  // what is missing would be a cascade
  const bool compares = rule.kind == QualityRule::Kind::kLibrary ||
                        rule.kind == QualityRule::Kind::kSql;
  const auto need = [&](const std::string& value, std::string_view field) {
    if (value.empty())
      decoder.missing(field, fmt::format("a quality rule of type `{}`",
                                         kKinds[static_cast<size_t>(rule.kind)]),
                      node.span);
  };
  if (rule.kind == QualityRule::Kind::kLibrary) need(rule.metric, "metric");
  if (rule.kind == QualityRule::Kind::kSql) need(rule.query, "query");
  if (rule.kind == QualityRule::Kind::kCustom) {
    need(rule.engine, "engine");
    need(rule.implementation, "implementation");
  }
  if (compares && comparisons_of(node) != 1)
    decoder.error("HNS-S033", node.span,
                  fmt::format("a quality rule of type `{}` needs exactly one comparison such as "
                              "`mustBe`, found {}",
                              kKinds[static_cast<size_t>(rule.kind)], comparisons_of(node)));
}

}  // namespace hanse::spec
