// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/embedded.h"
#include "strategy/doctor/examine.h"
#include "strategy/doctor/wording.h"

namespace hanse::strategy {

std::string doctor_markdown() {
  std::string out(embedded_file("src/strategy/doctor/page.md"));
  out += "\n| id | pitfall | severity | needs |\n|---|---|---|---|\n";
  for (const Detector& detector : doctor_detectors())
    out += fmt::format("| {} | {} | {} | {} |\n", detector.id, detector.name,
                       severity_name(detector.severity),
                       detector.need == DoctorNeed::kFiles ? "files" : "files, state and ledger");
  for (const Detector& detector : doctor_detectors()) {
    out += fmt::format("\n## {}: {}\n\n{}\n\n* counted: {}\n* source: {}\n", detector.id,
                       detector.name, detector.pitfall, detector.query, detector.source);
    for (const DoctorThreshold& threshold : detector.thresholds)
      out += fmt::format("* threshold `{}` = {}: {}\n", threshold.name, threshold.value,
                         threshold.text);
    out += "* what to do:\n";
    for (const std::string& line : remedy_lines(detector, "OBJECT"))
      out += fmt::format("  * {}\n", line);
  }
  return out;
}

}  // namespace hanse::strategy
