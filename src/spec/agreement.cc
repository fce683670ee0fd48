// SPDX-License-Identifier: Apache-2.0
#include "spec/agreement.h"

#include "base/clock.h"

namespace hanse::spec {

bool is_in_force(const Agreement& agreement, int64_t now_us) {
  if (!agreement.status.empty() && agreement.status != "active" && agreement.status != "approved")
    return false;
  const auto instant = [](const std::string& text, int64_t none, int64_t unreadable) {
    return text.empty() ? none : parse_time(text).value_or(unreadable);
  };
  return instant(agreement.from, INT64_MIN, INT64_MAX) <= now_us &&
         now_us < instant(agreement.until, INT64_MAX, INT64_MIN);
}

}  // namespace hanse::spec
