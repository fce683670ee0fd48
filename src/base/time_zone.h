// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"

namespace hanse {

// The civil time of a place, by the system's time zone database. Immutable; thread-safe; copies
// share what was loaded.
class TimeZone {
 public:
  // "Europe/Berlin", "UTC"; empty is UTC. kInvalidArgument for a name that the database lacks.
  static Result<TimeZone> load(const std::string& name);
  // Minutes since midnight there: 0 … 1439.
  int minute_of_day(int64_t time_us) const;

 private:
  struct Zone;
  explicit TimeZone(std::shared_ptr<const Zone> zone) : zone_(std::move(zone)) {}
  std::shared_ptr<const Zone> zone_;
};

}  // namespace hanse
