// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/words.h"
#include "strategy/doctor/examine.h"
#include "strategy/doctor/wording.h"

namespace hanse::strategy {
namespace {

constexpr size_t kShownOfDetector = 5;  // findings, unless one detector was asked for

std::string waiver_note(const DoctorWaiver& waiver) {
  return fmt::format("the waiver of `{}` ended on {}: {}", waiver.who, waiver.until, waiver.reason);
}

std::string render(const Detector& detector, const DoctorJudged& judged, Colour colour) {
  const DoctorFinding& finding = judged.finding;
  Diagnostic out;
  out.code = detector.id;
  out.severity = detector.severity;
  out.message = fmt::format("{}: `{}`: {}", detector.name, finding.object, finding.summary);
  out.span = finding.place;
  if (!finding.counts.empty()) out.notes.push_back("counted: " + counts_text(finding));
  if (!finding.over.empty()) out.notes.push_back("namely: " + over_text(finding, kOverShown));
  if (judged.waiver) out.notes.push_back(waiver_note(*judged.waiver));
  out.help = remedy_lines(detector, finding.object)[0];
  Diagnostics one;
  one.add(std::move(out));
  return render_human(one, colour);
}

std::string findings_of(const DoctorOutcome& outcome, bool is_whole, Colour colour) {
  std::string out;
  size_t shown = 0, more = 0;
  for (const DoctorJudged& judged : outcome.findings) {
    if (judged.is_waived) continue;
    if (!is_whole && shown == kShownOfDetector) {
      ++more;
      continue;
    }
    out += render(*outcome.detector, judged, colour);
    ++shown;
  }
  if (more > 0)
    out += fmt::format("… and {} more of {}: `hanse doctor --detector {}` shows all\n\n", more,
                       outcome.detector->id, outcome.detector->id);
  return out;
}

std::string waivers_text(const DoctorResult& result) {
  std::string out;
  for (const DoctorOutcome& outcome : result.outcomes)
    for (const DoctorJudged& judged : outcome.findings)
      if (judged.is_waived)
        out += fmt::format("waived: {} `{}` by {} until {}: {}\n", outcome.detector->id,
                           judged.finding.object, judged.waiver->who, judged.waiver->until,
                           judged.waiver->reason);
  for (const DoctorWaiver& waiver : result.unused)
    out += fmt::format("unused: the waiver of {} for `{}` in {}: there is no such finding\n",
                       waiver.detector, waiver.object, waiver.path);
  return out;
}

}  // namespace

std::string doctor_text(const DoctorResult& result, Colour colour) {
  std::string out;
  const bool is_whole = result.outcomes.size() == 1;
  for (const Severity severity : {Severity::kError, Severity::kWarning})
    for (const DoctorOutcome& outcome : result.outcomes)
      if (outcome.detector->severity == severity) out += findings_of(outcome, is_whole, colour);
  out += waivers_text(result);
  std::map<std::string, std::vector<std::string>> not_run;
  for (const DoctorOutcome& outcome : result.outcomes)
    if (!outcome.not_run.empty()) not_run[outcome.not_run].emplace_back(outcome.detector->id);
  for (const auto& [reason, detectors] : not_run)
    out += fmt::format("not run: {}: {}\n", joined(detectors), reason);
  for (const std::string& missing : result.missing) out += fmt::format("missing: {}\n", missing);
  out += verdict_text(result) + "\n";
  return out;
}

}  // namespace hanse::strategy
