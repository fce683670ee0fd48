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
constexpr std::string_view kSynonyms[] = {"ac", "cp", "cf", "cs", "cv", "tm", "uq"};

void read_kind(Decoder& decoder, const Node& value, QualityRule& rule) {
  const auto known = std::find(std::begin(kKinds), std::end(kKinds), value.text);
  if (known == std::end(kKinds)) decoder.not_among(value, kKinds);
  else rule.kind = static_cast<QualityRule::Kind>(known - std::begin(kKinds));
}

void read_dimension(Decoder& decoder, const Node& value, QualityRule& rule) {
  for (size_t i = 0; i < std::size(kDimensions); ++i)
    if (value.text == kDimensions[i] || value.text == kSynonyms[i]) {
      rule.dimension = kDimensions[i];
      return;
    }
  decoder.not_among(value, kDimensions);
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

// `mustBe` and `mustNotBe`: what a query gives may be no number.
void read_any_bound(Decoder& decoder, const Node& value, QualityRule& rule) {
  rule.comparison = decoder.field();
  rule.bounds.clear();
  const bool is_number = value.kind == Node::Kind::kInteger || value.kind == Node::Kind::kFloat;
  if (is_number) read_bound(decoder, value, rule);
  else rule.expected = to_json(value);
}

void read_two_bounds(Decoder& decoder, const Node& value, QualityRule& rule) {
  rule.comparison = decoder.field();
  rule.bounds.clear();
  for (const Node& item : value.items) read_bound(decoder, item, rule);
  if (value.items.size() != 2 || (rule.bounds.size() == 2 && rule.bounds[0] >= rule.bounds[1]))
    decoder.error("HNS-S033", value.span,
                  fmt::format("`{}` needs two numbers, the smaller first", rule.comparison));
}

// Two placeholders of older contracts look like variables.
void read_query(Decoder& decoder, const Node& value, QualityRule& rule) {
  // 3.0 leaves open what a rule of another type writes here.
  if (value.kind == Node::Kind::kNull && decoder.is_in(kOdcs30)) return;
  if (!decoder.is(value, Expect::kText)) return;
  static const Variables kPlaceholders = {{"table", "{object}"}, {"column", "{property}"},
                                          {"object", "{object}"}, {"property", "{property}"}};
  rule.query = value.text;
  rule.statement = Secret<std::string>(resolved_text(decoder, value, kPlaceholders));
}

void read_implementation(Decoder& decoder, const Node& value, QualityRule& rule) {
  if (value.kind == Node::Kind::kMap) rule.implementation = to_json(value).dump();
  else if (decoder.is(value, Expect::kText)) rule.implementation = value.text;
}

void read_rule_id(Decoder& decoder, const Node& value, QualityRule& rule) {
  check_id(decoder, value);
  rule.id = value.text;
}

void read_metric(Decoder& decoder, const Node& value, QualityRule& rule) {
  const bool known = std::find(std::begin(kMetrics), std::end(kMetrics), value.text) !=
                     std::end(kMetrics);
  if (known || decoder.is_in(kOdcs30)) rule.metric = value.text;
  else decoder.not_among(value, kMetrics);
}

// The metric's name before 3.1, and only a note since then.
void read_rule_name(Decoder& decoder, const Node& value, QualityRule& rule) {
  if (decoder.is_in(kOdcs30) && rule.metric.empty()) rule.metric = value.text;
}

constexpr Table kRule(
    "a quality rule", "name",
    {text<&QualityRule::name>("name"),
     in(kOdcs31 | kOdcs32, custom<read_rule_id>("id", Expect::kText)),
     custom<read_kind>("type", Expect::kText), custom<read_metric>("metric", Expect::kText),
     custom<read_rule_name>("rule", Expect::kText), custom<read_query>("query", Expect::kAny),
     text<&QualityRule::engine>("engine"),
     custom<read_implementation>("implementation", Expect::kAny),
     text<&QualityRule::description>("description"),
     custom<read_dimension>("dimension", Expect::kText),
     text<&QualityRule::severity>("severity"), text<&QualityRule::unit>("unit"),
     json<&QualityRule::arguments>("arguments", Expect::kMap),
     custom<read_any_bound>("mustBe", Expect::kAny),
     custom<read_any_bound>("mustNotBe", Expect::kAny),
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

bool is_comparison(std::string_view field) {
  return field.starts_with("mustBe") || field.starts_with("mustNotBe");
}

// The kinds that a rule is of: one that names a metric is of the library, whatever else it is.
struct RuleKinds {
  bool library = false, sql = false, custom = false;
  bool compares() const { return library || sql; }
};

bool has_field(const RuleKinds& kinds, std::string_view field) {
  if (field == "rule" || field == "arguments") return kinds.library;
  if (field == "query") return kinds.sql;
  if (field == "engine" || field == "implementation") return kinds.custom;
  return !is_comparison(field) || kinds.compares();
}

size_t comparisons_of(const Node& node) {
  return static_cast<size_t>(
      std::count_if(node.entries.begin(), node.entries.end(),
                    [](const Node::Entry& entry) { return is_comparison(entry.key); }));
}

// HNS-S046: fields that rules of other types have.
void check_fields(Decoder& decoder, const Node& node, const RuleKinds& kinds,
                  std::string_view type) {
  for (const Node::Entry& entry : node.entries)
    if (!has_field(kinds, entry.key))
      decoder.error("HNS-S046", entry.key_span,
                    fmt::format("a quality rule of type `{}` has no field `{}`", type, entry.key));
}

}  // namespace

void decode_quality(Decoder& decoder, const Node& node, QualityRule& rule) {
  const size_t before = decoder.errors();
  decoder.map(node, kRule, rule);
  if (decoder.errors() != before) return;  // what is missing would be a cascade
  const std::string_view type = kKinds[static_cast<size_t>(rule.kind)];
  const RuleKinds kinds{rule.kind == QualityRule::Kind::kLibrary || !rule.metric.empty(),
                        rule.kind == QualityRule::Kind::kSql,
                        rule.kind == QualityRule::Kind::kCustom};
  const auto need = [&](const std::string& value, std::string_view field) {
    if (!value.empty()) return;
    Span place = node.span;
    for (const Node::Entry& entry : node.entries)
      if (entry.key == field) place = entry.key_span;
    decoder.missing(field, fmt::format("a quality rule of type `{}`", type), place);
  };
  if (kinds.library) need(rule.metric, "metric");
  if (kinds.sql) need(rule.query, "query");
  if (kinds.custom) {
    need(rule.engine, "engine");
    need(rule.implementation, "implementation");
  }
  if (!decoder.is_in(kOdcs30)) check_fields(decoder, node, kinds, type);
  if (decoder.errors() != before || !kinds.compares() || comparisons_of(node) == 1) return;
  std::string message = fmt::format("a quality rule of type `{}` needs exactly one comparison such "
                                    "as `mustBe`, found {}", type, comparisons_of(node));
  if (!decoder.is_in(kOdcs30)) {
    decoder.error("HNS-S033", node.span, std::move(message));
    return;
  }
  rule.comparison.clear();  // ODCS 3.0 allowed it
  decoder.warning("HNS-S033", node.span, message + ": it is not checked");
}

}  // namespace hanse::spec
