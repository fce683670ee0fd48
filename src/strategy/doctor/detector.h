// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "strategy/doctor/mesh_index.h"
#include "strategy/facts/mesh_facts.h"

namespace hanse::strategy {

// What a detector counts: the files of the mesh alone, or also what its state and ledger know.
enum class DoctorNeed { kFiles, kFacts };

struct DoctorThreshold {
  std::string_view name;  // as strategy/doctor.yaml has it
  double value = 0;
  std::string_view text;  // what it means, with its unit
};

struct DoctorCount {
  std::string name;
  double value = 0;
};
// One place where a pitfall shows.
struct DoctorFinding {
  std::string object;               // "shop/orders", "shop", "mesh": what a waiver names
  std::string summary;              // lower case, one sentence
  std::vector<DoctorCount> counts;  // what was counted
  std::vector<std::string> over;    // names of what was counted, the telling ones first
  Span place = {};                  // nowhere for what is not about a file
};

// One run of one detector: what it may look at and where its findings go. Not thread-safe.
class DoctorCase {
 public:
  // `facts` may be null: only for detectors of files. All are borrowed.
  DoctorCase(const MeshIndex& index_, const MeshFacts* facts_, int64_t now,
             const std::map<std::string, double, std::less<>>& limits)
      : index(index_), facts(facts_), now_us(now), limits_(limits) {}
  const MeshIndex& index;
  const MeshFacts* facts;
  int64_t now_us;
  double limit(std::string_view threshold) const;  // aborts on one the detector does not have
  int64_t days_ago(double days) const;             // the instant, in microseconds
  void find(DoctorFinding finding) { findings.push_back(std::move(finding)); }
  // It cannot tell: why, and what would help.
  void skip(std::string reason) { skipped = std::move(reason); }
  std::vector<DoctorFinding> findings;
  std::string skipped;

 private:
  const std::map<std::string, double, std::less<>>& limits_;
};

// A pitfall, and how a mesh shows it. The table is what runs, what the reference page is made of,
// and what strategy/doctor.yaml may name.
struct Detector {
  std::string_view id;       // HNS-D001: stable
  std::string_view name;     // "technology sprawl"
  std::string_view pitfall;  // what goes wrong, in words
  std::string_view source;   // the guide, or a publication
  Severity severity = Severity::kWarning;
  DoctorNeed need = DoctorNeed::kFiles;
  std::string_view query;  // what is counted, and over what
  std::vector<DoctorThreshold> thresholds;
  std::string_view remedy;  // commands and acts, a line each; OBJECT stands for it
  void (*run)(DoctorCase&) = nullptr;
};
const std::vector<Detector>& doctor_detectors();       // by id
const Detector* doctor_detector(std::string_view id);  // null: none

// The parts of the table, a file each.
std::vector<Detector> governance_detectors();
std::vector<Detector> interface_detectors();
std::vector<Detector> ownership_detectors();
std::vector<Detector> coupling_detectors();
std::vector<Detector> shape_detectors();
std::vector<Detector> usage_detectors();
std::vector<Detector> access_detectors();
std::vector<Detector> state_detectors();

// "1 product", "12 products".
std::string counted(size_t count, std::string_view one);
// "62 %".
std::string share_text(double share);

}  // namespace hanse::strategy
