// SPDX-License-Identifier: Apache-2.0
#include "contract/infer_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "contract/column_words.h"

namespace hanse::contract {
namespace {

using spec::LogicalType;

constexpr int64_t kRowsForRequired = 5;
constexpr int64_t kEnumValuesMax = 50, kEnumNumbersMax = 12;
constexpr int64_t kEnumPresentMin = 20;
constexpr int64_t kEnumRepeatsMin = 5;  // values a distinct one
constexpr int64_t kEnumTextMax = 60;
constexpr double kUnseenMax = 0.005;  // chance that a further row has a value never seen
constexpr int64_t kLengthValuesMin = 20;
constexpr double kRowsKept = 0.5;

double number_of(const std::string& text) {
  double out = std::nan("");
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

// The next of 1, 2, 5, 10, 20, … times a power of ten, away from zero.
double wider(double value) {
  if (value == 0 || !std::isfinite(value)) return 0;
  const double power = std::pow(10, std::floor(std::log10(std::abs(value))));
  for (const double step : {1.0, 2.0, 5.0, 10.0})
    if (std::abs(value) <= step * power * (1 + 1e-12)) return std::copysign(step * power, value);
  return value;
}

bool is_key_name(const std::vector<std::string>& words) {
  return ends_with_word(words, {"id", "key", "uuid", "guid", "nr", "no", "num", "number"});
}

spec::QualityRule rule_of(std::string metric, std::string comparison, double bound) {
  spec::QualityRule rule;
  rule.metric = std::move(metric);
  rule.comparison = std::move(comparison);
  rule.bounds = {bound};
  return rule;
}

// A share in percent with as much again, at least one more.
double with_margin(double percent) {
  return std::min(100.0, std::ceil(percent + std::max(1.0, percent * 0.5)));
}

struct KnownRange {
  std::initializer_list<std::string_view> names;
  double low, high;
};
const KnownRange kKnownRanges[] = {{{"latitude", "lat"}, -90, 90},
                                   {{"longitude", "lon", "lng", "long"}, -180, 180},
                                   {{"percent", "percentage", "pct"}, 0, 100},
                                   {{"month", "mois", "monat"}, 1, 12},
                                   {{"weekday", "dayofweek"}, 0, 7},
                                   {{"hour"}, 0, 24},
                                   {{"minute"}, 0, 60},
                                   {{"humidity", "humid"}, 0, 100}};

}  // namespace

double confidence_of(int64_t values, double most) {
  return most * static_cast<double>(values) / static_cast<double>(values + 2);
}

void infer_required(const ColumnProfile& column, ColumnProposal& proposal) {
  const int64_t missing = column.rows - column.present;
  if (missing == 0 && column.rows >= kRowsForRequired) {
    proposal.property.required = true;
    proposal.evidence.push_back({"required", "true", confidence_of(column.rows, 0.99),
                                 fmt::format("each of {} rows has a value", column.rows),
                                 Evidence::Seen::kWhole, true});
  } else {
    proposal.evidence.push_back({"required", "false", missing > 0 ? 1.0 : 0.5,
                                 fmt::format("{} of {} rows have no value", missing, column.rows),
                                 Evidence::Seen::kWhole, true});
  }
}

void infer_enum(const ColumnProfile& column, ColumnProposal& proposal) {
  const LogicalType type = proposal.property.logical_type;
  const std::vector<std::string> words = words_of(column.name);
  const bool is_number = type == LogicalType::kInteger;
  if ((type != LogicalType::kString && !is_number) || column.frequent.size() < 2) return;
  if (proposal.property.classification || is_key_name(words)) return;
  // Places and names of things: there are always more.
  if (has_word(words, {"city", "town", "village", "municipality", "ort", "ville", "ciudad", "name",
                       "title"}))
    return;
  if (is_number && !has_word(words, {"status", "state", "type", "kind", "code", "class", "pclass",
                                     "level", "category", "flag", "rating", "grade", "tier",
                                     "priority", "gender", "sex"}))
    return;
  const auto count = static_cast<int64_t>(column.frequent.size());
  const int64_t most = is_number ? kEnumNumbersMax : kEnumValuesMax;
  if (count > most || column.present < kEnumPresentMin || column.length_max > kEnumTextMax ||
      column.present < kEnumRepeatsMin * count)
    return;
  const auto once = std::ranges::count_if(column.frequent,
                                          [](const ValueCount& value) { return value.count == 1; });
  const double unseen = static_cast<double>(once) / static_cast<double>(column.present);
  const ValueCount& rarest = column.frequent.back();
  Evidence evidence{"enum",
                    fmt::format("{} values", count),
                    confidence_of(column.present / count, 0.97) * (1 - unseen),
                    fmt::format("{} values in {} rows, the rarest, `{}`, {} times", count,
                                column.present, rarest.value, rarest.count),
                    Evidence::Seen::kWhole,
                    true};
  const bool is_blank = std::ranges::any_of(column.frequent, [](const ValueCount& value) {
    return value.value.find_first_not_of(" \t\r\n") == std::string::npos;
  });
  if (unseen > kUnseenMax || is_blank) {
    evidence.is_proposed = false;
    evidence.words += fmt::format("; {} stand once: more are to be expected", once);
  } else {
    for (const ValueCount& value : column.frequent)
      proposal.property.enum_values.push_back(value.value);
    std::ranges::sort(proposal.property.enum_values);
  }
  proposal.evidence.push_back(std::move(evidence));
}

void infer_range(const ColumnProfile& column, const TypeCandidate& type, ColumnProposal& proposal) {
  const LogicalType logical = proposal.property.logical_type;
  const bool is_time = logical == LogicalType::kDate || logical == LogicalType::kTimestamp ||
                       logical == LogicalType::kTime;
  if (column.present == 0 || !proposal.property.enum_values.empty()) return;
  Evidence evidence{"range",
                    fmt::format("{} to {}", type.minimum, type.maximum),
                    confidence_of(column.present, 0.9),
                    "",
                    Evidence::Seen::kWhole,
                    false};
  if (is_time) {
    evidence.words = fmt::format("the {} values lie there; time goes on, so no bound is proposed",
                                 column.present);
    proposal.evidence.push_back(std::move(evidence));
    return;
  }
  if (logical != LogicalType::kInteger && logical != LogicalType::kNumber) return;
  const double low = number_of(type.minimum), high = number_of(type.maximum);
  if (!std::isfinite(low) || !std::isfinite(high)) return;
  spec::LogicalTypeOptions& options = proposal.property.options;
  const std::vector<std::string> words = words_of(column.name);
  for (const KnownRange& known : kKnownRanges)
    if (has_word(words, known.names) && low >= known.low && high <= known.high) {
      options.minimum = known.low;
      options.maximum = known.high;
    }
  if (!options.minimum && low >= 0) options.minimum = 0;
  const bool is_counted_up = is_key_name(words) || has_word(words, {"year", "jahr", "epoch"});
  if (!options.maximum && !is_counted_up && column.present >= kEnumPresentMin) {
    // As far again as the values lie apart: what is usual stays in, a slip of a digit does not.
    options.maximum = wider(std::max(high + (high - low), high));
    if (!options.minimum) options.minimum = wider(std::min(low - (high - low), low));
    if (*options.maximum < high) options.maximum.reset();
  }
  evidence.is_proposed = options.minimum || options.maximum;
  evidence.words =
      fmt::format("the {} values lie there; the bounds proposed are wider", column.present);
  proposal.evidence.push_back(std::move(evidence));
}

void infer_text(const ColumnProfile& column, ColumnProposal& proposal) {
  if (proposal.property.logical_type != LogicalType::kString || column.present == 0) return;
  if (proposal.property.physical_type == "blob" || proposal.property.physical_type == "uuid")
    return;
  spec::LogicalTypeOptions& options = proposal.property.options;
  for (const PatternCandidate& pattern : column.patterns) {
    if (!proposal.property.enum_values.empty()) break;
    const bool is_format = !pattern.format.empty();
    const bool holds = pattern.failing == 0;
    if (holds && is_format)
      options.format = pattern.format;
    else if (holds)
      options.pattern = pattern.pattern;
    proposal.evidence.push_back(
        {is_format ? "format" : "pattern", is_format ? pattern.format : pattern.pattern,
         holds ? confidence_of(column.distinct, 0.95)
               : 1 - static_cast<double>(pattern.failing) / static_cast<double>(column.present),
         holds ? fmt::format("all {} values meet it", column.present)
               : fmt::format("{} of {} values do not meet it", pattern.failing, column.present),
         Evidence::Seen::kWhole, holds});
  }
  if (!proposal.property.enum_values.empty() || !options.format.empty()) return;
  const bool is_fixed = column.length_min == column.length_max &&
                        column.present >= kLengthValuesMin && column.distinct > 1;
  if (is_fixed) {
    options.min_length = column.length_min;
    options.max_length = column.length_max;
  } else {
    if (column.length_min > 0) options.min_length = 1;
    constexpr std::array<int64_t, 8> kSteps = {20, 50, 100, 255, 500, 1'000, 4'000, 10'000};
    const auto step =
        std::ranges::find_if(kSteps, [&](int64_t s) { return s >= column.length_max * 2; });
    if (step != kSteps.end() && column.present >= kLengthValuesMin) options.max_length = *step;
  }
  proposal.evidence.push_back(
      {"length", fmt::format("{} to {}", column.length_min, column.length_max),
       confidence_of(column.present, is_fixed ? 0.95 : 0.9),
       is_fixed
           ? fmt::format("all {} values are of one length", column.present)
           : fmt::format("the {} values have so many characters; the bounds proposed are wider",
                         column.present),
       Evidence::Seen::kWhole, options.min_length || options.max_length});
}

void infer_quality(const ColumnProfile& column, ColumnProposal& proposal) {
  spec::Property& property = proposal.property;
  if (column.rows == 0 || column.is_nested) return;
  const int64_t missing = column.rows - column.present;
  if (missing > 0) {
    const double percent = 100.0 * static_cast<double>(missing) / static_cast<double>(column.rows);
    spec::QualityRule rule = rule_of(column.missing.empty() ? "nullValues" : "missingValues",
                                     "mustBeLessOrEqualTo", with_margin(percent));
    rule.unit = "percent";
    rule.dimension = "completeness";
    if (!column.missing.empty()) {
      Json words = Json::array();
      for (const ValueCount& word : column.missing) words.push(word.value);
      rule.arguments = Json::object({{"missingValues", std::move(words)}});
    }
    const std::string text =
        column.missing.empty()
            ? ""
            : fmt::format(", words for it such as `{}` among them", column.missing[0].value);
    proposal.evidence.push_back(
        {"quality", rule.metric, confidence_of(column.rows, 0.9),
         fmt::format("{} of {} rows have no value{}", missing, column.rows, text),
         Evidence::Seen::kWhole, true});
    property.quality.push_back(std::move(rule));
  }
  for (const PatternCandidate& pattern : column.patterns) {
    if (pattern.failing == 0 || !property.enum_values.empty()) continue;
    const double percent =
        100.0 * static_cast<double>(pattern.failing) / static_cast<double>(column.present);
    if (percent > 5) continue;
    spec::QualityRule rule = rule_of("invalidValues", "mustBeLessOrEqualTo", with_margin(percent));
    rule.unit = "percent";
    rule.dimension = "conformity";
    rule.arguments = Json::object({{"pattern", pattern.pattern}});
    property.quality.push_back(std::move(rule));
  }
}

std::vector<spec::QualityRule> table_quality(const TableProfile& profile,
                                             std::vector<Evidence>& evidence) {
  if (profile.rows < 1) return {};
  const double half = std::floor(static_cast<double>(profile.rows) * kRowsKept);
  // Down to one digit: a rule is to be read.
  const double power = std::pow(10, std::floor(std::log10(std::max(half, 1.0))));
  spec::QualityRule rule = rule_of("rowCount", "mustBeGreaterOrEqualTo",
                                   std::max(1.0, std::floor(half / power) * power));
  rule.dimension = "completeness";
  evidence.push_back(
      {"quality", "rowCount", 0.5,
       fmt::format("there are {} rows; half of them is taken for the least that is usual",
                   profile.rows),
       Evidence::Seen::kWhole, true});
  return {std::move(rule)};
}

}  // namespace hanse::contract
