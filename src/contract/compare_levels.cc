// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "base/clock.h"
#include "base/utf8.h"
#include "contract/compare.h"

namespace hanse::contract {
namespace {

using spec::DataContract;
using spec::ServiceLevel;

// How much is promised: numbers of one dimension can be compared.
struct Amount {
  double number = 0;
  std::string dimension;  // "time", "percent", "date", another unit; "text": none
};

struct TimeUnit {
  std::string_view word;
  double seconds;
};
constexpr double kMinute = 60, kHour = 3'600, kDay = 86'400;
constexpr TimeUnit kTimeUnits[] = {{"y", 365 * kDay},
                                   {"yr", 365 * kDay},
                                   {"year", 365 * kDay},
                                   {"mo", 30 * kDay},
                                   {"month", 30 * kDay},
                                   {"w", 7 * kDay},
                                   {"wk", 7 * kDay},
                                   {"week", 7 * kDay},
                                   {"d", kDay},
                                   {"day", kDay},
                                   {"h", kHour},
                                   {"hr", kHour},
                                   {"hour", kHour},
                                   {"m", kMinute},
                                   {"min", kMinute},
                                   {"minute", kMinute},
                                   {"s", 1},
                                   {"sec", 1},
                                   {"second", 1},
                                   {"ms", 0.001},
                                   {"millisecond", 0.001}};

Amount with_unit(double number, std::string_view stated) {
  std::string unit = ascii_lower(trim(stated));
  for (const TimeUnit& known : kTimeUnits)
    if (unit == known.word || (known.word.size() > 1 && unit == std::string(known.word) + "s"))
      return {number * known.seconds, "time"};
  if (unit == "%" || unit == "percent" || unit == "pct") return {number, "percent"};
  return {number, "unit " + unit};
}

// The standard's short names, and no case.
std::string full_name(std::string_view property) {
  constexpr std::pair<std::string_view, std::string_view> kShort[] = {
      {"av", "availability"},        {"th", "throughput"},   {"er", "errorrate"},
      {"ga", "generalavailability"}, {"es", "endofsupport"}, {"el", "endoflife"},
      {"re", "retention"},           {"fy", "frequency"},    {"ly", "latency"},
      {"td", "timetodetect"},        {"tn", "timetonotify"}, {"tr", "timetorepair"}};
  const std::string lower = ascii_lower(trim(property));
  for (const auto& [word, name] : kShort)
    if (word == lower) return std::string(name);
  return lower;
}

Amount amount_of(const ServiceLevel& level) {
  const bool is_share =
      full_name(level.property) == "availability" || full_name(level.property) == "errorrate";
  const std::string_view stated = level.unit;
  const std::string_view unit = stated.empty() && is_share ? "percent" : stated;
  if (level.value.is_number()) return with_unit(level.value.as_double(), unit);
  const std::string_view text = trim(level.value.as_string());
  if (const auto duration = parse_duration_us(text))
    return {static_cast<double>(*duration) / 1e6, "time"};
  double number = 0;
  const auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view behind(rest, static_cast<size_t>(text.data() + text.size() - rest));
  if (problem == std::errc() && behind.empty()) return with_unit(number, unit);
  if (const auto time = parse_time(text)) return {static_cast<double>(*time) / 1e6, "date"};
  if (problem == std::errc())
    if (Amount amount = with_unit(number, behind); !amount.dimension.starts_with("unit "))
      return amount;
  return {0, "text"};
}

enum class Better { kLarger, kSmaller, kUnknown };
Better better_of(std::string_view property) {
  const std::string name = full_name(property);
  for (const std::string_view larger :
       {"availability", "throughput", "retention", "endofsupport", "endoflife"})
    if (name == larger) return Better::kLarger;
  for (const std::string_view smaller :
       {"errorrate", "frequency", "latency", "freshness", "timetodetect", "timetonotify",
        "timetorepair", "generalavailability"})
    if (name == smaller) return Better::kSmaller;
  return Better::kUnknown;
}

std::string said(const ServiceLevel& level) {
  const std::string value = scalar_text(level.value);
  const std::string more = level.value_ext.is_null() ? "" : "/" + scalar_text(level.value_ext);
  return level.unit.empty() ? value + more : value + more + " " + level.unit;
}

// Levels of one contract by what they are about: the property, the element or the contract's
// default one, and the driver where only that tells two apart.
struct Named {
  std::string name;  // as stated
  std::string key;   // the same thing said in other words has the same key
  const ServiceLevel* level;
};
std::vector<Named> named_levels(const DataContract& contract) {
  std::vector<Named> out;
  std::unordered_map<std::string, size_t> count;
  const std::string fallback = scalar_text(contract.foreign["slaDefaultElement"]);
  for (const ServiceLevel& level : contract.service_levels) {
    const std::string& element = level.element.empty() ? fallback : level.element;
    const std::string of = element.empty() ? "" : " of " + element;
    out.push_back({level.property + of, full_name(level.property) + ascii_lower(of), &level});
    ++count[out.back().key];
  }
  for (Named& one : out) {
    if (count[one.key] < 2 || one.level->driver.empty()) continue;
    one.name += " (" + one.level->driver + ")";
    one.key += " by " + ascii_lower(one.level->driver);
  }
  return out;
}

class LevelComparison {
 public:
  LevelComparison(const ServiceLevel& before, const Named& after, const Topic& place, Changes& out)
      : before_(before), after_(*after.level), name_(after.name), place_(place), out_(out) {}

  void run() {
    const bool same_value = before_.value == after_.value && before_.unit == after_.unit;
    if (before_.value_ext != after_.value_ext) return add(Rule::kLevelChanged, "changed");
    if (!same_value) judge();
    if (before_.driver != after_.driver || before_.description != after_.description ||
        before_.schedule != after_.schedule || before_.foreign != after_.foreign)
      out_.add(Rule::kLevelDescribed, place_,
               fmt::format("service level `{}` is described anew", name_));
  }

 private:
  void judge() {
    const Amount was = amount_of(before_), is = amount_of(after_);
    const Better better = better_of(after_.property);
    if (was.dimension != is.dimension || was.dimension == "text")
      return add(Rule::kLevelChanged, "changed");
    if (was.number == is.number) return add(Rule::kLevelRestated, "stated anew,");
    if (better == Better::kUnknown) return add(Rule::kLevelChanged, "changed");
    const bool promises_more = (is.number > was.number) == (better == Better::kLarger);
    add(promises_more ? Rule::kLevelTightened : Rule::kLevelLoosened,
        promises_more ? "tightened" : "loosened");
  }
  void add(Rule rule, std::string_view how) {
    out_.add(rule, place_,
             fmt::format("service level `{}` is {} from {} to {}", name_, how, said(before_),
                         said(after_)),
             {said(before_), said(after_)});
  }

  const ServiceLevel& before_;
  const ServiceLevel& after_;
  const std::string& name_;
  const Topic& place_;
  Changes& out_;
};

}  // namespace

void compare_levels(const Pair& contracts, Changes& out) {
  const std::vector<Named> was = named_levels(contracts.before);
  const std::vector<Named> is = named_levels(contracts.after);
  const Matches matches = match<Named>(was, is, {[](const Named& one) { return one.key; }});
  const auto place_of = [](const Named& one, const Span& span) {
    return Topic{"serviceLevel", "service level " + one.name, span};
  };
  for (size_t i = 0; i < is.size(); ++i) {
    const Topic place = place_of(is[i], is[i].level->span);
    if (matches.old_of[i])
      LevelComparison(*was[*matches.old_of[i]].level, is[i], place, out).run();
    else
      out.add(Rule::kLevelAdded, place,
              fmt::format("service level `{}` is promised: {}", is[i].name, said(*is[i].level)),
              {"", said(*is[i].level)});
  }
  for (size_t i = 0; i < was.size(); ++i)
    if (!matches.is_kept[i])
      out.add(Rule::kLevelRemoved, place_of(was[i], contracts.after.span),
              fmt::format("service level `{}` is no longer promised", was[i].name),
              {said(*was[i].level), ""});
}

}  // namespace hanse::contract
