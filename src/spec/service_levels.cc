// SPDX-License-Identifier: Apache-2.0
#include "spec/service_levels.h"

#include "base/clock.h"
#include "base/utf8.h"

namespace hanse::spec {
namespace {

constexpr int64_t kSecondUs = 1'000'000, kDayUs = 86'400 * kSecondUs;
constexpr double kLimitUsMax = 9e18;  // what an instant can count

// As the standard has both.
bool is_level(const ServiceLevel& level, std::string_view full, std::string_view brief) {
  return equal_ignoring_case(level.property, full) || equal_ignoring_case(level.property, brief);
}

// `table`, `table.column`, or a column of the only table; of several, one a comma.
bool is_about(std::string_view elements, const DataContract& contract, const SchemaObject& table) {
  if (trim(elements).empty()) return true;
  for (size_t at = 0; at < elements.size();) {
    const size_t end = std::min(elements.find(',', at), elements.size());
    const std::string_view element = trim(elements.substr(at, end - at));
    at = end + 1;
    if (element.substr(0, element.find('.')) == table.name) return true;
    if (element.find('.') == std::string_view::npos && contract.schema.size() == 1) return true;
  }
  return false;
}

}  // namespace

int64_t unit_us(std::string_view unit) {
  struct Unit {
    std::string_view words;
    int64_t us;
  };
  constexpr Unit kUnits[] = {{" s sec second seconds ", kSecondUs},
                             {" m min minute minutes ", 60 * kSecondUs},
                             {" h hr hour hours ", 3'600 * kSecondUs},
                             {" d day days ", kDayUs},
                             {" w wk week weeks ", 7 * kDayUs},
                             {" mo month months ", 30 * kDayUs},
                             {" y yr year years ", 365 * kDayUs}};
  for (const Unit& each : kUnits)
    if (each.words.find(fmt::format(" {} ", ascii_lower(unit))) != std::string_view::npos)
      return each.us;
  return 0;
}

std::optional<EndDate> end_of(const DataContract& contract) {
  struct Name {
    std::string_view full, brief;
  };
  for (const auto& [full, brief] : {Name{"endOfLife", "el"}, Name{"endOfSupport", "es"}})
    for (const ServiceLevel& level : contract.service_levels) {
      if (!is_level(level, full, brief)) continue;
      const std::string text(level.value.as_string());
      if (const auto time = parse_time(text)) return EndDate{text, *time};
    }
  return {};
}

std::optional<int64_t> freshness_limit_us(const DataContract& contract,
                                          const SchemaObject& table) {
  std::optional<int64_t> out;
  for (const ServiceLevel& level : contract.service_levels) {
    if (!equal_ignoring_case(level.property, "freshness") && !is_level(level, "latency", "ly"))
      continue;
    const int64_t unit = unit_us(level.unit.empty() ? "d" : level.unit);
    const double limit = level.value.as_double() * static_cast<double>(unit);
    if (!level.value.is_number() || unit == 0 || limit < 0 || limit > kLimitUsMax) continue;
    if (is_about(level.element, contract, table))
      out = std::min(out.value_or(INT64_MAX), static_cast<int64_t>(limit));
  }
  return out;
}

}  // namespace hanse::spec
