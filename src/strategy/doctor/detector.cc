// SPDX-License-Identifier: Apache-2.0
#include "strategy/doctor/detector.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace hanse::strategy {

double DoctorCase::limit(std::string_view threshold) const {
  const auto found = limits_.find(threshold);
  HANSE_CHECK(found != limits_.end(), "a detector asks for a threshold that it does not have");
  return found->second;
}

int64_t DoctorCase::days_ago(double days) const {
  return now_us - static_cast<int64_t>(days * static_cast<double>(kDayUs));
}

const std::vector<Detector>& doctor_detectors() {
  static const std::vector<Detector> all = [] {
    std::vector<Detector> table;
    for (auto* part :
         {governance_detectors, interface_detectors, ownership_detectors, coupling_detectors,
          shape_detectors, usage_detectors, access_detectors, state_detectors})
      for (Detector& detector : part()) table.push_back(std::move(detector));
    std::ranges::sort(table, {}, &Detector::id);
    return table;
  }();
  return all;
}

const Detector* doctor_detector(std::string_view id) {
  const auto& all = doctor_detectors();
  const auto found = std::ranges::find(all, id, &Detector::id);
  return found == all.end() ? nullptr : &*found;
}

std::string counted(size_t count, std::string_view one) {
  if (count == 1) return fmt::format("1 {}", one);
  if (one.ends_with("y")) return fmt::format("{} {}ies", count, one.substr(0, one.size() - 1));
  return fmt::format("{} {}s", count, one);
}

std::string share_text(double share) { return fmt::format("{:.0f} %", share * 100); }

}  // namespace hanse::strategy
