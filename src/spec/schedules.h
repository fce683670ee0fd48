// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "spec/contract.h"

namespace hanse::spec {

// A line of cron at which a contract wants to be held against its data (base/cron.h).
struct CheckSchedule {
  std::string line, of;  // of: "the service level `freshness`"
  Span span;
};

// Those of its service levels and quality rules whose `scheduler` is `cron`, in file order. Another
// scheduler's are its own affair. Pure.
std::vector<CheckSchedule> check_schedules_of(const DataContract& contract);

}  // namespace hanse::spec
