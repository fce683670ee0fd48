// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hanse {

// Time as a dependency: tests pass a ManualClock. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual int64_t now_us() const = 0;        // microseconds since 1970-01-01T00:00:00Z
  virtual int64_t monotonic_us() const = 0;  // for durations and deadlines
  static const Clock& system();
};

class ManualClock : public Clock {
 public:
  explicit ManualClock(int64_t now_us) : now_us_(now_us) {}
  int64_t now_us() const override { return now_us_; }
  int64_t monotonic_us() const override { return now_us_; }
  void advance_us(int64_t by) { now_us_ += by; }

 private:
  int64_t now_us_;
};

// RFC 3339 in UTC with microseconds when not zero: `2026-11-23T20:19:49Z`.
std::string format_time(int64_t time_us);
// Accepts RFC 3339 and a plain date (midnight UTC).
Result<int64_t> parse_time(std::string_view text);
// ISO 8601 durations of whole units (`P90D`, `PT15M`, `P2Y`; a year is 365 days, a month 30).
Result<int64_t> parse_duration_us(std::string_view text);

}  // namespace hanse
