// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "spec/decoder.h"
#include "spec/model.h"
#include "strategy/programme/programme_facts.h"
#include "strategy/report/report.h"

namespace hanse::strategy {

// `strategy/responsibilities.yaml`, kind Responsibilities: who does each activity, who answers for
// it, who is asked and who is told (RACI). Plain data.

struct RaciRole {
  std::string id, name, team;  // team: of mesh.yaml, where there is one
  Span span;
};
struct RaciActivity {
  std::string id, name;
  std::vector<std::string> responsible, accountable, consulted, informed;
  Span span;
};
struct Responsibilities {
  std::string path, api_version, id;
  std::vector<RaciRole> roles;
  std::vector<RaciActivity> activities;
  Span span;
};
// What does not fit, and what breaks the rules: exactly one role answers for an activity, and
// somebody does it (HNS-G061).
void decode_responsibilities(spec::Decoder& decoder, const spec::Node& root, Responsibilities& out);
void check_responsibilities(spec::Decoder& decoder, const Responsibilities& responsibilities,
                            const spec::Model& mesh);
// The matrix, and each role's load.
Report raci_report(const Responsibilities& responsibilities, const ProgrammeFacts& facts);

}  // namespace hanse::strategy
