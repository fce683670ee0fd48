// SPDX-License-Identifier: Apache-2.0
#include "strategy/change/organisation.h"

#include <algorithm>
#include <map>

#include "strategy/change/change_checks.h"
#include "strategy/programme/decode.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;
using spec::Expect;
using spec::integer;
using spec::list;
using spec::Need;
using spec::Node;
using spec::Table;
using spec::text;
using spec::texts;

constexpr std::string_view kTypes[] = {"central",  "streamAligned",        "platform",
                                       "enabling", "complicatedSubsystem", "council"};
constexpr std::string_view kSteps[] = {"course", "pairing", "practice", "reading"};
constexpr int64_t kPeopleMax = 100'000, kLevelMax = 4;

using Count = OrganisationCount;
constexpr Table kCount("a role and its people", "role",
                       {text<&Count::role>("role", Need::kRequired),
                        integer<&Count::people, 0, kPeopleMax>("people", Need::kRequired)});
void read_count(Decoder& decoder, const Node& node, Count& count) {
  decoder.map(node, kCount, count);
}

using Team = OrganisationTeam;
constexpr Table kTeam("a team", "id",
                      {text<&Team::id>("id", Need::kRequired), text<&Team::name>("name"),
                       spec::choice<&Team::type, kTypes>("type", Need::kRequired),
                       text<&Team::purpose>("purpose"), texts<&Team::helps>("helps"),
                       date<&Team::ends>("ends"), text<&Team::exit>("exit"),
                       list<&Team::today, read_count>("today"),
                       list<&Team::target, read_count>("target")});
void read_team(Decoder& decoder, const Node& node, Team& team) { decoder.map(node, kTeam, team); }

using Move = OrganisationMove;
constexpr Table kMove("a move", "role",
                      {text<&Move::from>("from"), text<&Move::to>("to", Need::kRequired),
                       text<&Move::role>("role", Need::kRequired), date<&Move::when>("when"),
                       integer<&Move::people, 1, kPeopleMax>("people", Need::kRequired)});
void read_move(Decoder& decoder, const Node& node, Move& move) { decoder.map(node, kMove, move); }

constexpr Table kStep("a step", "step",
                      {text<&LearningStep::step>("step", Need::kRequired),
                       spec::choice<&LearningStep::kind, kSteps>("kind", Need::kRequired),
                       number<&LearningStep::days, 0, 250>("days")});
void read_step(Decoder& decoder, const Node& node, LearningStep& step) {
  decoder.map(node, kStep, step);
}

using Skill = OrganisationSkill;
constexpr Table kSkill("a skill", "id",
                       {text<&Skill::id>("id", Need::kRequired), text<&Skill::name>("name"),
                        list<&Skill::path, read_step>("path")});
void read_skill(Decoder& decoder, const Node& node, Skill& skill) {
  decoder.map(node, kSkill, skill);
}

constexpr Table kNeed("a need", "role",
                      {text<&SkillNeed::role>("role", Need::kRequired),
                       text<&SkillNeed::skill>("skill", Need::kRequired),
                       integer<&SkillNeed::level, 1, kLevelMax>("level", Need::kRequired)});
void read_need(Decoder& decoder, const Node& node, SkillNeed& need) {
  decoder.map(node, kNeed, need);
}

constexpr Table kLevel("a level", "role",
                       {text<&SkillLevel::team>("team", Need::kRequired),
                        text<&SkillLevel::role>("role", Need::kRequired),
                        text<&SkillLevel::skill>("skill", Need::kRequired),
                        integer<&SkillLevel::level, 0, kLevelMax>("level", Need::kRequired),
                        text<&SkillLevel::by>("by"), date<&SkillLevel::at>("at")});
void read_level(Decoder& decoder, const Node& node, SkillLevel& level) {
  decoder.map(node, kLevel, level);
}

constexpr Table kOrganisation("an organisation", "id",
                              {text<&Organisation::api_version>("apiVersion", Need::kRequired),
                               spec::checked<Organisation>("kind", Expect::kText, Need::kRequired),
                               text<&Organisation::id>("id", Need::kRequired),
                               text<&Organisation::by>("by"), date<&Organisation::at>("at"),
                               list<&Organisation::teams, read_team>("teams", Need::kRequired),
                               list<&Organisation::moves, read_move>("moves"),
                               list<&Organisation::skills, read_skill>("skills"),
                               list<&Organisation::needs, read_need>("needs"),
                               list<&Organisation::levels, read_level>("levels")});

std::vector<std::string_view> domains_of(const spec::Model& mesh) {
  std::vector<std::string_view> out;
  for (const spec::DomainEntry& domain : mesh.mesh.domains) out.push_back(domain.id.str());
  return out;
}

void check_team(Decoder& decoder, const Team& team, const spec::Model& mesh) {
  if (team.type == "enabling" && team.ends.empty())
    decoder.error(
        "HNS-G062", team.span,
        fmt::format("enabling team `{}` has no end: it would become a department", team.id),
        "add `ends: DATE`, and `exit:` with what must be true by then");
  for (const std::string& domain : team.helps)
    check_known(decoder, {domain, team.span, "domain", domains_of(mesh)});
}

}  // namespace

const Team* Organisation::team(std::string_view wanted) const {
  const auto found = std::ranges::find(teams, wanted, &Team::id);
  return found == teams.end() ? nullptr : &*found;
}

bool Organisation::states_today() const {
  return std::ranges::any_of(teams, [](const Team& team) { return !team.today.empty(); });
}

bool Organisation::states_target() const {
  return std::ranges::any_of(teams, [](const Team& team) { return !team.target.empty(); });
}

const Skill* Organisation::skill(std::string_view wanted) const {
  const auto found = std::ranges::find(skills, wanted, &Skill::id);
  return found == skills.end() ? nullptr : &*found;
}

std::string Organisation::source() const { return fmt::format("{}, {}", by, at); }

void decode_organisation(Decoder& decoder, const Node& root, Organisation& out) {
  decoder.map(root, kOrganisation, out);
}

void check_organisation(Decoder& decoder, const Organisation& organisation,
                        const spec::Model& mesh) {
  std::vector<std::string_view> teams, skills;
  for (const Team& team : organisation.teams) {
    check_new(decoder, {team.id, team.span, "team", teams});
    teams.push_back(team.id);
    check_team(decoder, team, mesh);
  }
  for (const Skill& skill : organisation.skills) {
    check_new(decoder, {skill.id, skill.span, "skill", skills});
    skills.push_back(skill.id);
  }
  for (const Move& move : organisation.moves) {
    if (!move.from.empty()) check_known(decoder, {move.from, move.span, "team", teams});
    check_known(decoder, {move.to, move.span, "team", teams});
  }
  for (const SkillNeed& need : organisation.needs)
    check_known(decoder, {need.skill, need.span, "skill", skills});
  const bool is_stated = !organisation.by.empty() && !organisation.at.empty();
  std::vector<std::string> levels;
  levels.reserve(organisation.levels.size());  // so that `seen` may lead into them
  std::vector<std::string_view> seen;
  for (const SkillLevel& level : organisation.levels) {
    levels.push_back(fmt::format("{} of {} in {}", level.skill, level.role, level.team));
    check_new(decoder, {levels.back(), level.span, "level", seen});
    seen.push_back(levels.back());
    check_known(decoder, {level.skill, level.span, "skill", skills});
    check_known(decoder, {level.team, level.span, "team", teams});
    if (!is_stated && (level.by.empty() || level.at.empty()))
      report_unstated(decoder, level.span, "this level");
  }
  const bool has_people = organisation.states_today() || organisation.states_target();
  if (!is_stated && (has_people || !organisation.moves.empty()))
    report_unstated(decoder, organisation.span, "the number of people");
}

std::vector<StaffingGap> staffing_of(const Organisation& organisation) {
  std::vector<StaffingGap> out;
  const auto at = [&](const std::string& team, const std::string& role) -> StaffingGap& {
    for (StaffingGap& one : out)
      if (one.team == team && one.role == role) return one;
    StaffingGap& added = out.emplace_back(StaffingGap{team, role});
    // Who states a target states it whole: a role that is not in it is not wanted.
    const Team* known = organisation.team(team);
    if (known != nullptr && !known->target.empty()) added.target = 0;
    return added;
  };
  for (const Team& team : organisation.teams) {
    for (const Count& count : team.today) at(team.id, count.role).today += count.people;
    for (const Count& count : team.target) *at(team.id, count.role).target += count.people;
  }
  for (const Move& move : organisation.moves) {
    at(move.to, move.role).moved += move.people;
    if (!move.from.empty()) at(move.from, move.role).moved -= move.people;
  }
  return out;
}

std::vector<SkillGap> skill_gaps(const Organisation& organisation) {
  std::vector<SkillGap> out;
  for (const Team& team : organisation.teams)
    for (const Count& count : team.target)
      for (const SkillNeed& need : organisation.needs) {
        if (need.role != count.role || count.people == 0) continue;
        SkillGap gap{team.id, need.role, need.skill, need.level, {}, count.people, 0, {}};
        for (const SkillLevel& level : organisation.levels)
          if (level.team == team.id && level.role == need.role && level.skill == need.skill) {
            gap.has = level.level;
            gap.source = level.by.empty() ? organisation.source()
                                          : fmt::format("{}, {}", level.by, level.at);
          }
        if (const Skill* skill = organisation.skill(need.skill))
          for (const LearningStep& step : skill->path) gap.days += step.days;
        out.push_back(std::move(gap));
      }
  const auto missing = [](const SkillGap& gap) { return gap.needed - gap.has.value_or(0); };
  std::ranges::stable_sort(out, [&](const SkillGap& left, const SkillGap& right) {
    return missing(left) > missing(right);
  });
  return out;
}

std::vector<std::string_view> guide_roles(std::string_view type) {
  if (type == "streamAligned")
    return {"productOwner", "dataEngineer", "domainExpert", "businessAnalyst"};
  if (type == "platform")
    return {"platformProductManager", "infrastructureEngineer", "devOpsEngineer",
            "securityEngineer"};
  if (type == "council") return {"governance", "legal", "security", "domainLiaison"};
  return {};
}

}  // namespace hanse::strategy
