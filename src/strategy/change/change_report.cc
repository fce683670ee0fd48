// SPDX-License-Identifier: Apache-2.0
#include "strategy/change/change_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/clock.h"

namespace hanse::strategy {

Report change_report(std::string_view what, std::string title, const ProgrammeFacts& facts) {
  Report out;
  out.tool = fmt::format("change-{}", what);
  out.command = fmt::format("change {}", what);
  std::ranges::replace(out.command, '-', ' ');
  out.title = std::move(title);
  out.subject = facts.mesh;
  out.made_at = format_time(facts.now_us);
  return out;
}

Figure measured(const ProgrammeFacts& facts, std::string_view id, std::string_view label,
                size_t count, std::string_view query) {
  Figure out{std::string(id), std::string(label)};
  out.basis = Basis::kMeasured;
  out.source = "nothing is applied: run `hanse apply`";
  if (!facts.is_applied) return out;
  out.value = static_cast<double>(count);
  out.source = query;
  return out;
}

}  // namespace hanse::strategy
