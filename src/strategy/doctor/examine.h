// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "strategy/doctor/settings.h"
#include "strategy/report/report.h"

namespace hanse::strategy {

// `hanse doctor`: every detector over one mesh. Pure: equal questions give equal results.

struct DoctorQuestion {
  const spec::Model* model = nullptr;
  const MeshFacts* facts = nullptr;  // null: there is no state, for `no_facts`
  std::string no_facts;              // why, and what to do
  // Why files may not be looked at: they tell of products that the asker may not discover. Empty:
  // they may. Then only what `facts` have is told of.
  std::string no_files;
  int64_t now_us = 0;
  std::vector<DoctorSettings> settings;
  std::string only;  // one detector's id; empty: all
};

// A finding, and what was decided about it.
struct DoctorJudged {
  DoctorFinding finding;
  std::optional<DoctorWaiver> waiver;  // of it, also one that has ended
  bool is_waived = false;              // by a waiver that still holds
};
struct DoctorOutcome {
  const Detector* detector = nullptr;
  std::map<std::string, double, std::less<>> limits;  // in force
  std::vector<DoctorJudged> findings;
  std::string not_run;  // why; empty: it ran
};
struct DoctorResult {
  std::string mesh;
  int64_t now_us = 0;
  std::vector<DoctorOutcome> outcomes;  // by detector
  std::vector<DoctorWaiver> unused;     // of detectors that ran and found no such thing
  size_t products = 0, domains = 0;
  std::vector<std::string> missing;             // parts of the facts that could not be read
  size_t errors = 0, warnings = 0, waived = 0;  // waived ones are in neither of the two
  size_t ran = 0, not_run = 0;
};
DoctorResult examine(const DoctorQuestion& question);

enum class DoctorBar { kError, kWarning, kNone };
bool is_over(const DoctorResult& result, DoctorBar bar);

// The findings as a person reads them: as diagnostics with place and help.
std::string doctor_text(const DoctorResult& result, Colour colour);
Report doctor_report(const DoctorResult& result, DoctorBar bar);
// docs/reference/doctor.md: the table of detectors.
std::string doctor_markdown();

}  // namespace hanse::strategy
