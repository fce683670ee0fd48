// SPDX-License-Identifier: Apache-2.0
#include "contract/service_objectives.h"

#include <algorithm>

#include "base/clock.h"
#include "base/utf8.h"

namespace hanse::contract {
namespace {

constexpr double kPercent = 100;
constexpr double kNothingLeft = 1e-9;
constexpr int64_t kHourUs = int64_t{3'600} * 1'000'000;

// A share of what a contract states in percent, or as a share where it is no more than 1 and has no
// unit.
std::optional<double> share_of(const Json& value, std::string_view unit) {
  if (!value.is_number()) return std::nullopt;
  const double number = value.as_double();
  const bool is_share = unit.empty() && number <= 1;
  const double share = is_share ? number : number / kPercent;
  return share >= 0 && share <= 1 ? std::optional(share) : std::nullopt;
}

const Json* custom_of(const spec::ServiceLevel& level, std::string_view name) {
  for (const Json& each : level.foreign["customProperties"].items())
    if (each["property"].as_string() == name) return each.find("value");
  return nullptr;
}

void take_target(Objective& objective, std::optional<double> target) {
  if (!target) return;
  objective.target = objective.target_is_default ? *target : std::max(objective.target, *target);
  objective.target_is_default = false;
}

void take_window(Objective& objective, const spec::ServiceLevel& level) {
  const Json* stated = custom_of(level, "window");
  if (stated == nullptr) return;
  const auto window = parse_duration_us(stated->as_string());
  if (!window || *window <= 0) return;
  objective.window_us = *window;
  objective.window_is_default = false;
}

// Good and known time between two instants; what was before the first change is not known.
Share time_between(const std::vector<catalog::LevelChangeRecord>& changes, int64_t from_us,
                   int64_t until_us) {
  Share out;
  for (size_t i = 0; i < changes.size(); ++i) {
    const int64_t begin = std::max(changes[i].at_us, from_us);
    const int64_t end =
        std::min(i + 1 < changes.size() ? changes[i + 1].at_us : until_us, until_us);
    if (end <= begin) continue;
    out.total += static_cast<double>(end - begin);
    if (changes[i].is_kept) out.good += static_cast<double>(end - begin);
  }
  return out;
}

std::optional<double> burn(const Objective& objective, const Share& share) {
  if (share.total <= 0 || objective.target >= 1) return std::nullopt;
  return share.bad() / share.total / (1 - objective.target);
}

// `budget`: what may be bad in the whole window.
template <typename Between>
void measure(Objective& objective, int64_t now_us, double budget, Between between) {
  const std::vector<int64_t> starts = starts_of(objective, now_us);
  objective.measured = between(starts[0]);
  if (objective.measured.total <= 0) return;
  objective.attained = objective.measured.good / objective.measured.total;
  objective.burn_window = burn(objective, objective.measured);
  objective.burn_1h = burn(objective, between(starts[1]));
  objective.burn_6h = burn(objective, between(starts[2]));
  // Of a budget of nothing, the first fault spends all.
  objective.budget_left = budget > 0                     ? 1 - objective.measured.bad() / budget
                          : objective.measured.bad() > 0 ? 0
                                                         : 1;
}

Json number_or_null(const std::optional<double>& number) { return number ? Json(*number) : Json(); }

}  // namespace

bool Objective::is_spent() const {
  // What sums of shares leave over is no budget.
  return budget_left && *budget_left <= kNothingLeft &&
         (unit == "time" || measured.total >= kRunsJudgedMin);
}

std::vector<Objective> stated_objectives(const std::vector<const spec::DataContract*>& contracts) {
  Objective availability{"availability", "time", kAvailabilityTarget};
  Objective freshness{"freshness", "time", kFreshnessTarget};
  Objective quality{"quality", "runs", kQualityTarget};
  bool has_freshness = false;
  for (const spec::DataContract* contract : contracts)
    for (const spec::ServiceLevel& level : contract->service_levels) {
      const auto is = [&](std::string_view name) {
        return equal_ignoring_case(level.property, name);
      };
      if (is("availability") || is("av")) {
        take_target(availability, share_of(level.value, level.unit));
        take_window(availability, level);
      } else if (is("freshness") || is("latency") || is("ly")) {
        has_freshness = true;
        if (const Json* stated = custom_of(level, "objective"))
          take_target(freshness, share_of(*stated, "percent"));
        take_window(freshness, level);
      } else if (is("errorRate") || is("er")) {
        if (const auto rate = share_of(level.value, level.unit)) take_target(quality, 1 - *rate);
        take_window(quality, level);
      }
    }
  std::vector<Objective> out = {availability};
  if (has_freshness) out.push_back(freshness);
  out.push_back(quality);
  return out;
}

void measure_time(Objective& objective, std::vector<catalog::LevelChangeRecord> changes,
                  int64_t now_us) {
  std::ranges::sort(changes, {}, &catalog::LevelChangeRecord::at_us);
  measure(objective, now_us, static_cast<double>(objective.window_us) * (1 - objective.target),
          [&](int64_t from_us) { return time_between(changes, from_us, now_us); });
}

void measure_runs(Objective& objective, const RunsSince& runs, int64_t now_us) {
  const Share all = runs(now_us - objective.window_us);
  measure(objective, now_us, all.total * (1 - objective.target), runs);
}

std::vector<int64_t> starts_of(const Objective& objective, int64_t now_us) {
  return {now_us - objective.window_us, now_us - std::min(kHourUs, objective.window_us),
          now_us - std::min(6 * kHourUs, objective.window_us)};
}

Json to_json(const Objective& objective) {
  return Json::object({{"name", objective.name},
                       {"unit", objective.unit},
                       {"target", objective.target},
                       {"target_is_default", objective.target_is_default},
                       {"window_seconds", objective.window_us / 1'000'000},
                       {"window_is_default", objective.window_is_default},
                       {"attained", number_or_null(objective.attained)},
                       {"budget_left", number_or_null(objective.budget_left)},
                       {"burn_1h", number_or_null(objective.burn_1h)},
                       {"burn_6h", number_or_null(objective.burn_6h)},
                       {"burn_window", number_or_null(objective.burn_window)},
                       {"is_spent", objective.is_spent()}});
}

}  // namespace hanse::contract
