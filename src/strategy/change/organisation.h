// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spec/decoder.h"
#include "spec/model.h"
#include "strategy/programme/programme_facts.h"
#include "strategy/report/report.h"

namespace hanse::strategy {

// `strategy/organisation.yaml`, kind Organisation: teams of today and of the target, moves between
// them, and what people can do. Counts by role, no names. Plain data.

struct OrganisationCount {
  std::string role;
  int64_t people = 0;
  Span span;
};
struct OrganisationTeam {
  std::string id, name, type, purpose;
  std::vector<std::string> helps;  // domains, of an enabling team
  std::string ends, exit;          // a date, and what must be true by then
  std::vector<OrganisationCount> today, target;
  Span span;
};
struct OrganisationMove {
  std::string from, to, role, when;  // from empty: hired; when: a date
  int64_t people = 0;
  Span span;
};
struct LearningStep {
  std::string step, kind;  // course | pairing | practice | reading
  double days = 0;
};
struct OrganisationSkill {
  std::string id, name;
  std::vector<LearningStep> path;
  Span span;
};
struct SkillNeed {  // what a role must be able to do
  std::string role, skill;
  int64_t level = 0;  // 0 none, 1 knows, 2 does with help, 3 does, 4 teaches
  Span span;
};
struct SkillLevel {  // what people of a role in a team can do, the least of them
  std::string team, role, skill, by, at;
  int64_t level = 0;
  Span span;
};
struct Organisation {
  std::string path, api_version, id;
  std::string by, at;  // who stated the numbers, when
  std::vector<OrganisationTeam> teams;
  std::vector<OrganisationMove> moves;
  std::vector<OrganisationSkill> skills;
  std::vector<SkillNeed> needs;
  std::vector<SkillLevel> levels;
  Span span;

  const OrganisationTeam* team(std::string_view id) const;
  bool states_today() const;   // some team's people
  bool states_target() const;
  const OrganisationSkill* skill(std::string_view id) const;
  std::string source() const;  // who and when, for figures
};
// HNS-S…, and between its parts HNS-G060 on: an enabling team without an end is HNS-G062.
void decode_organisation(spec::Decoder& decoder, const spec::Node& root, Organisation& out);
void check_organisation(spec::Decoder& decoder, const Organisation& organisation,
                        const spec::Model& mesh);

// Today and target by team and role, moves, what they do not explain, and each team's load.
Report teams_report(const Organisation& organisation, const ProgrammeFacts& facts);
// What roles need and have, the gaps, and the way to close each.
Report skills_report(const Organisation& organisation, const ProgrammeFacts& facts);

// What moves leave open: people of a role that a team lacks (> 0: to hire) or has too many.
struct StaffingGap {
  std::string team, role;
  int64_t today = 0, moved = 0;
  std::optional<int64_t> target;  // none: the team states no target
  std::optional<int64_t> open() const {
    return target ? std::optional(*target - today - moved) : std::nullopt;
  }
};
std::vector<StaffingGap> staffing_of(const Organisation& organisation);

struct SkillGap {
  std::string team, role, skill;
  int64_t needed = 0;
  std::optional<int64_t> has;  // none: nobody said
  int64_t people = 0;          // of the target
  double days = 0;             // of the whole learning path, each
  std::string source;
};
// Every need of every team that has the role in its target; the largest gap first.
std::vector<SkillGap> skill_gaps(const Organisation& organisation);

// The roles that the guide gives a team of a type; empty for others.
std::vector<std::string_view> guide_roles(std::string_view team_type);

}  // namespace hanse::strategy
