// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cmath>
#include <limits>

#include "base/clock.h"
#include "base/utf8.h"
#include "contract/compare.h"

namespace hanse::contract {
namespace {

using spec::LogicalType;
using spec::LogicalTypeOptions;
using spec::Property;

constexpr double kOpenEnd = std::numeric_limits<double>::infinity();
enum class End { kLow, kHigh };

// One end of what is allowed. `number` grows with the value; nothing where a text could not be
// read.
struct Bound {
  std::optional<double> number;
  bool is_exclusive = false;
  std::string text;  // as stated; empty: there is no bound
};

Bound open_end(End end) { return {end == End::kLow ? -kOpenEnd : kOpenEnd, false, {}}; }

struct Numbers {
  std::optional<double> inclusive, exclusive;
};
Bound number_bound(const Numbers& stated, End end, bool is_whole) {
  Bound out = open_end(end);
  const auto is_inside = [&](double value) {
    return end == End::kLow ? value > *out.number : value < *out.number;
  };
  if (stated.inclusive) out = {*stated.inclusive, false, fmt::format("{}", *stated.inclusive)};
  if (stated.exclusive && (is_inside(*stated.exclusive) || *stated.exclusive == *out.number))
    out = {*stated.exclusive, true, fmt::format("{}", *stated.exclusive)};
  if (!is_whole || !std::isfinite(*out.number)) return out;
  // Whole numbers above 4 are those from 5.
  const double inner =
      end == End::kLow ? (out.is_exclusive ? std::floor(*out.number) + 1 : std::ceil(*out.number))
                       : (out.is_exclusive ? std::ceil(*out.number) - 1 : std::floor(*out.number));
  return {inner, false, out.text};
}

// Dates and instants as microseconds, times of day as those since midnight.
std::optional<double> time_number(const std::string& text) {
  if (const auto time = parse_time(text)) return static_cast<double>(*time);
  if (const auto time = parse_time("1970-01-01T" + text)) return static_cast<double>(*time);
  if (const auto time = parse_time("1970-01-01T" + text + "Z")) return static_cast<double>(*time);
  if (const auto time = parse_time(text + "Z")) return static_cast<double>(*time);
  return {};
}

Bound time_bound(const std::string& inclusive, const std::string& exclusive, End end) {
  if (inclusive.empty() && exclusive.empty()) return open_end(end);
  Bound one{time_number(inclusive), false, inclusive},
      other{time_number(exclusive), true, exclusive};
  if (exclusive.empty()) return one;
  if (inclusive.empty() || !one.number || !other.number) return other;
  const bool other_is_inside =
      end == End::kLow ? *other.number >= *one.number : *other.number <= *one.number;
  return other_is_inside ? other : one;
}

Bound count_bound(const std::optional<int64_t>& stated, End end) {
  if (!stated) return end == End::kLow ? Bound{0.0, false, {}} : open_end(end);
  return {static_cast<double>(*stated), false, std::to_string(*stated)};
}

// The number of `varchar(10)`.
std::optional<int64_t> physical_length(const Property& property) {
  const std::string& type = property.physical_type;
  const size_t open = type.find('(');
  if (property.logical_type != LogicalType::kString || open == std::string::npos) return {};
  const std::string_view inner = trim(std::string_view(type).substr(open + 1));
  int64_t number = 0;
  const auto [rest, problem] = std::from_chars(inner.data(), inner.data() + inner.size(), number);
  const bool ends = problem == std::errc() && rest < inner.data() + inner.size();
  if (!ends || (*rest != ')' && *rest != ' ') || number <= 0) return {};
  return number;
}

std::optional<int64_t> longest(const Property& property) {
  const auto& stated = property.options.max_length;
  const auto physical = physical_length(property);
  if (stated && physical) return std::min(*stated, *physical);
  return stated ? stated : physical;
}

class RangeComparison {
 public:
  RangeComparison(const PropertyPair& pair, const Topic& place, Changes& out)
      : before_(pair.before), after_(pair.after), place_(place), out_(out) {}

  void run() {
    const LogicalTypeOptions& was = before_.options;
    const LogicalTypeOptions& is = after_.options;
    const Rules length{Rule::kLengthTightened, Rule::kLengthLoosened};
    low(length, "the least length", count_bound(was.min_length, End::kLow),
        count_bound(is.min_length, End::kLow));
    high(length, "the greatest length", count_bound(longest(before_), End::kHigh),
         count_bound(longest(after_), End::kHigh));
    const Rules items{Rule::kItemsTightened, Rule::kItemsLoosened};
    low(items, "the least number of items", count_bound(was.min_items, End::kLow),
        count_bound(is.min_items, End::kLow));
    high(items, "the greatest number of items", count_bound(was.max_items, End::kHigh),
         count_bound(is.max_items, End::kHigh));
    if (was.unique_items != is.unique_items)
      out_.add(is.unique_items ? items.tightened : items.loosened, place_,
               fmt::format("{} {}", subject_of(after_, place_),
                           is.unique_items ? "has lists that repeat nothing"
                                           : "has lists that may repeat items"));
    const Rules members{Rule::kMembersTightened, Rule::kMembersLoosened};
    low(members, "the least number of fields", count_bound(was.min_properties, End::kLow),
        count_bound(is.min_properties, End::kLow));
    high(members, "the greatest number of fields", count_bound(was.max_properties, End::kHigh),
         count_bound(is.max_properties, End::kHigh));
    values(was, is);
  }

 private:
  struct Rules {
    Rule tightened, loosened;
  };

  void values(const LogicalTypeOptions& was, const LogicalTypeOptions& is) {
    const Rules range{Rule::kRangeTightened, Rule::kRangeLoosened};
    const bool is_whole = after_.logical_type == LogicalType::kInteger;
    low(range, "the minimum", low_of(was, is_whole), low_of(is, is_whole));
    high(range, "the maximum", high_of(was, is_whole), high_of(is, is_whole));
  }
  static Bound low_of(const LogicalTypeOptions& options, bool is_whole) {
    if (!options.minimum_text.empty() || !options.exclusive_minimum_text.empty())
      return time_bound(options.minimum_text, options.exclusive_minimum_text, End::kLow);
    return number_bound({options.minimum, options.exclusive_minimum}, End::kLow, is_whole);
  }
  static Bound high_of(const LogicalTypeOptions& options, bool is_whole) {
    if (!options.maximum_text.empty() || !options.exclusive_maximum_text.empty())
      return time_bound(options.maximum_text, options.exclusive_maximum_text, End::kHigh);
    return number_bound({options.maximum, options.exclusive_maximum}, End::kHigh, is_whole);
  }

  void low(const Rules& rules, std::string_view what, const Bound& was, const Bound& is) {
    compare(rules, what, was, is, End::kLow);
  }
  void high(const Rules& rules, std::string_view what, const Bound& was, const Bound& is) {
    compare(rules, what, was, is, End::kHigh);
  }
  void compare(const Rules& rules, std::string_view what, const Bound& was, const Bound& is,
               End end) {
    if (was.number && is.number && *was.number == *is.number &&
        was.is_exclusive == is.is_exclusive) {
      if (was.text != is.text && !was.text.empty() && !is.text.empty())
        add(Rule::kRangeRestated, "says {} in other words", what, was, is);
      return;
    }
    if (!was.number || !is.number) {
      if (was.text == is.text && was.is_exclusive == is.is_exclusive) return;
      add(was.text.empty()  ? rules.tightened
          : is.text.empty() ? rules.loosened
                            : Rule::kRangeChanged,
          "has another bound as {}", what, was, is);
      return;
    }
    const bool inwards = *was.number == *is.number ? is.is_exclusive
                         : end == End::kLow        ? *is.number > *was.number
                                                   : *is.number < *was.number;
    const std::string text =
        was.text.empty()  ? fmt::format("has {} as {}", shown(is), what)
        : is.text.empty() ? fmt::format("has no longer {} as {}", shown(was), what)
                          : fmt::format("has {} as {} instead of {}", shown(is), what, shown(was));
    out_.add(inwards ? rules.tightened : rules.loosened, place_,
             fmt::format("{} {}", subject_of(after_, place_), text), {shown(was), shown(is)});
  }
  static std::string shown(const Bound& bound) {
    return bound.text + (bound.is_exclusive && !bound.text.empty() ? " (exclusive)" : "");
  }
  void add(Rule rule, fmt::format_string<std::string_view&> text, std::string_view what,
           const Bound& was, const Bound& is) {
    out_.add(rule, place_,
             fmt::format("{} {}", subject_of(after_, place_), fmt::format(text, what)),
             {shown(was), shown(is)});
  }

  const Property& before_;
  const Property& after_;
  const Topic& place_;
  Changes& out_;
};

}  // namespace

void compare_ranges(const PropertyPair& pair, const Topic& place, Changes& out) {
  RangeComparison(pair, place, out).run();
}

}  // namespace hanse::contract
