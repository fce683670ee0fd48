// SPDX-License-Identifier: Apache-2.0
#include "strategy/doctor/wording.h"

#include <fmt/format.h>

#include "base/words.h"

namespace hanse::strategy {

std::string counts_text(const DoctorFinding& finding) {
  std::string out;
  for (const DoctorCount& count : finding.counts)
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", number_text(count.value), count.name);
  return out;
}

std::string over_text(const DoctorFinding& finding, size_t count) {
  std::vector<std::string> shown(
      finding.over.begin(),
      finding.over.begin() + static_cast<ptrdiff_t>(std::min(count, finding.over.size())));
  if (shown.size() < finding.over.size())
    shown.push_back(fmt::format("{} more", finding.over.size() - shown.size()));
  return joined(shown);
}

std::string place_text(const DoctorFinding& finding) {
  if (!finding.place.file) return {};
  return fmt::format("{}:{}", finding.place.file->path(),
                     finding.place.file->place(finding.place.offset).line);
}

std::vector<std::string> remedy_lines(const Detector& detector, const std::string& object) {
  std::vector<std::string> lines(1);
  for (const char c : detector.remedy)
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  constexpr std::string_view kObject = "OBJECT";
  for (std::string& line : lines)
    for (size_t at = 0; (at = line.find(kObject, at)) != std::string::npos; at += object.size())
      line.replace(at, kObject.size(), object);
  return lines;
}

std::string thresholds_text(const DoctorOutcome& outcome) {
  std::string out;
  for (const DoctorThreshold& threshold : outcome.detector->thresholds) {
    const double value = outcome.limits.find(threshold.name)->second;
    out += fmt::format("{}{} = {}", out.empty() ? "" : ", ", threshold.name, value);
    if (value != threshold.value) out += fmt::format(" (default {})", threshold.value);
  }
  return out;
}

std::string verdict_text(const DoctorResult& result) {
  std::string out =
      fmt::format("{}, {}", counted(result.errors, "error"), counted(result.warnings, "warning"));
  if (result.waived > 0) out += fmt::format(", {} waived", result.waived);
  out += fmt::format(" by {} over {} in {}", counted(result.ran, "detector"),
                     counted(result.products, "product"), counted(result.domains, "domain"));
  if (result.not_run > 0) out += fmt::format("; {} did not run", result.not_run);
  return out;
}

std::string_view severity_name(Severity severity) {
  return severity == Severity::kError ? "error" : "warning";
}

}  // namespace hanse::strategy
