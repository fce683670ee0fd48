// SPDX-License-Identifier: Apache-2.0
#include "base/time_zone.h"

#include <absl/time/time.h>

#include <algorithm>

#include "base/ascii.h"

namespace hanse {
namespace {

// A name and no path: the database lies in files.
bool is_zone_name(const std::string& name) {
  return name.find("..") == std::string::npos && !name.starts_with('/') &&
         std::ranges::all_of(name, [](char c) {
           return is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
         });
}

}  // namespace

struct TimeZone::Zone {
  absl::TimeZone zone;
};

Result<TimeZone> TimeZone::load(const std::string& name) {
  auto zone = std::make_shared<Zone>();
  zone->zone = absl::UTCTimeZone();
  if (!name.empty() && (!is_zone_name(name) || !absl::LoadTimeZone(name, &zone->zone)))
    return fail(ErrorCode::kInvalidArgument, fmt::format("there is no time zone `{}`", name),
                "expected a name of the time zone database, such as Europe/Berlin or UTC");
  return TimeZone(std::move(zone));
}

int TimeZone::minute_of_day(int64_t time_us) const {
  const auto civil = zone_->zone.At(absl::FromUnixMicros(time_us)).cs;
  return civil.hour() * 60 + civil.minute();
}

}  // namespace hanse
