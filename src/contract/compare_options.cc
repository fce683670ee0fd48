// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "contract/compare.h"

namespace hanse::contract {
namespace {

using spec::LogicalType;
using spec::Property;

class OptionComparison {
 public:
  OptionComparison(const PropertyPair& pair, const Topic& place, Changes& out)
      : before_(pair.before), after_(pair.after), place_(place), out_(out) {}

  void run() {
    if (after_.logical_type == LogicalType::kTimestamp || after_.logical_type == LogicalType::kTime)
      time_zone();
    format();
    stated({Rule::kPatternAdded, Rule::kPatternRemoved, Rule::kPatternChanged}, "the pattern",
           before_.options.pattern, after_.options.pattern);
    multiple();
    if (after_.logical_type == LogicalType::kVector) vector();
    if (after_.logical_type == LogicalType::kObject) members();
  }

 private:
  void add(Rule rule, std::string_view text, Changes::Values values) {
    out_.add(rule, place_, fmt::format("{} {}", subject_of(after_, place_), text),
             std::move(values));
  }

  struct Stated {
    Rule added, removed, changed;
  };
  void stated(const Stated& rules, std::string_view what, const std::string& old_one,
              const std::string& new_one) {
    if (old_one == new_one) return;
    if (old_one.empty())
      add(rules.added, fmt::format("has {} `{}`", what, new_one), {old_one, new_one});
    else if (new_one.empty())
      add(rules.removed, fmt::format("has no longer {} `{}`", what, old_one), {old_one, new_one});
    else
      add(rules.changed, fmt::format("has {} `{}` instead of `{}`", what, new_one, old_one),
          {old_one, new_one});
  }

  // Of dates and times an unstated format is ISO 8601, so that stating one changes it. Of a number
  // without physical type it is the type, which is compared as such.
  void format() {
    const std::string& old_one = before_.options.format;
    const std::string& new_one = after_.options.format;
    switch (after_.logical_type) {
      case LogicalType::kInteger:
      case LogicalType::kNumber:
        if (before_.physical_type.empty() || after_.physical_type.empty()) return;
        break;
      case LogicalType::kDate:
      case LogicalType::kTime:
      case LogicalType::kTimestamp:
        return stated({Rule::kFormatChanged, Rule::kFormatChanged, Rule::kFormatChanged},
                      "the format", or_iso(old_one), or_iso(new_one));
      default:
        break;
    }
    stated({Rule::kFormatAdded, Rule::kFormatRemoved, Rule::kFormatChanged}, "the format", old_one,
           new_one);
  }
  std::string or_iso(const std::string& format) const {
    if (!format.empty()) return format;
    switch (after_.logical_type) {
      case LogicalType::kDate:
        return "yyyy-MM-dd";
      case LogicalType::kTime:
        return "HH:mm:ss";
      default:
        return "ISO 8601";
    }
  }

  void time_zone() {
    const auto& was = before_.options;
    const auto& is = after_.options;
    if (was.with_time_zone != is.with_time_zone)
      add(Rule::kTimeZoneChanged,
          is.with_time_zone ? "has values with a zone" : "has values without a zone",
          {was.with_time_zone ? "true" : "false", is.with_time_zone ? "true" : "false"});
    // ODCS: `Etc/UTC` where none is stated.
    const auto zone = [](const std::string& stated) {
      const bool is_utc = stated.empty() || stated == "UTC" || stated == "Z" || stated == "GMT" ||
                          stated == "Etc/GMT";
      return is_utc ? std::string("Etc/UTC") : stated;
    };
    if (const std::string from = zone(was.time_zone), to = zone(is.time_zone); from != to)
      add(Rule::kTimeZoneDefault, fmt::format("is in the zone {}, not {}", to, from), {from, to});
  }

  static bool is_whole(double ratio) {
    constexpr double kTolerance = 1e-9;
    return ratio >= 1 - kTolerance && std::abs(ratio - std::round(ratio)) < kTolerance * ratio;
  }
  void multiple() {
    const auto& was = before_.options.multiple_of;
    const auto& is = after_.options.multiple_of;
    if (was == is) return;
    const Changes::Values values{was ? fmt::format("{}", *was) : "",
                                 is ? fmt::format("{}", *is) : ""};
    if (!is)
      add(Rule::kMultipleLoosened, fmt::format("need not be a multiple of {}", *was), values);
    else if (!was)
      add(Rule::kMultipleTightened, fmt::format("is a multiple of {}", *is), values);
    else
      add(is_whole(*is / *was)   ? Rule::kMultipleTightened
          : is_whole(*was / *is) ? Rule::kMultipleLoosened
                                 : Rule::kMultipleChanged,
          fmt::format("is a multiple of {} instead of {}", *is, *was), values);
  }

  void vector() {
    const auto& was = before_.options;
    const auto& is = after_.options;
    if (was.dimensions != is.dimensions)
      add(Rule::kVectorDimensions,
          fmt::format("has {} dimensions instead of {}", is.dimensions.value_or(0),
                      was.dimensions.value_or(0)),
          {std::to_string(was.dimensions.value_or(0)), std::to_string(is.dimensions.value_or(0))});
    const auto element = [](const std::string& stated) {
      return stated.empty() ? std::string("float32") : stated;
    };
    if (const auto from = element(was.element_type), to = element(is.element_type); from != to)
      add(Rule::kVectorElementType, fmt::format("has elements of {} instead of {}", to, from),
          {from, to});
    const auto word = [&](std::string_view name, Rule rule) {
      const std::string from = scalar_text(was.foreign[name]), to = scalar_text(is.foreign[name]);
      if (from != to)
        add(rule, fmt::format("has {} `{}` instead of `{}`", name, to, from), {from, to});
    };
    const auto metric = [](const std::string& stated) { return stated.empty() ? "none" : stated; };
    if (was.distance_metric != is.distance_metric)
      add(Rule::kVectorMetric,
          fmt::format("is searched by `{}` instead of `{}`", metric(is.distance_metric),
                      metric(was.distance_metric)),
          {was.distance_metric, is.distance_metric});
    word("embeddingModel", Rule::kVectorModel);
    word("embeddingModelVersion", Rule::kVectorModel);
    const bool was_normal = was.foreign["normalized"].as_bool();
    const bool is_normal = is.foreign["normalized"].as_bool();
    if (was_normal != is_normal)
      add(is_normal ? Rule::kVectorNormalized : Rule::kVectorDenormalized,
          is_normal ? "has vectors of length 1" : "has vectors of any length", {});
  }

  void members() {
    const auto& was = before_.options.required;
    const auto& is = after_.options.required;
    const std::set<std::string_view> old_names(was.begin(), was.end());
    const std::set<std::string_view> new_names(is.begin(), is.end());
    for (const std::string_view name : new_names)
      if (!old_names.contains(name))
        add(Rule::kMembersTightened, fmt::format("needs the field `{}`", name),
            {"", std::string(name)});
    for (const std::string_view name : old_names)
      if (!new_names.contains(name))
        add(Rule::kMembersLoosened, fmt::format("may lack the field `{}`", name),
            {std::string(name), ""});
  }

  const Property& before_;
  const Property& after_;
  const Topic& place_;
  Changes& out_;
};

}  // namespace

void compare_options(const PropertyPair& pair, const Topic& place, Changes& out) {
  OptionComparison(pair, place, out).run();
  compare_ranges(pair, place, out);
}

}  // namespace hanse::contract
