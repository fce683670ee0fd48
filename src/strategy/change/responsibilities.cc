// SPDX-License-Identifier: Apache-2.0
#include "strategy/change/responsibilities.h"

#include <algorithm>

#include "base/words.h"
#include "strategy/change/change_checks.h"
#include "strategy/change/change_report.h"
#include "strategy/programme/decode.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;
using spec::Expect;
using spec::list;
using spec::Need;
using spec::Node;
using spec::Table;
using spec::text;
using spec::texts;

// A role that answers for more than this answers for little (of practice).
constexpr size_t kAccountableMax = 8;

constexpr Table kRole("a role", "id",
                      {text<&RaciRole::id>("id", Need::kRequired), text<&RaciRole::name>("name"),
                       text<&RaciRole::team>("team")});
void read_role(Decoder& decoder, const Node& node, RaciRole& role) {
  decoder.map(node, kRole, role);
}

using Activity = RaciActivity;
constexpr Table kActivity(
    "an activity", "id",
    {text<&Activity::id>("id", Need::kRequired), text<&Activity::name>("name"),
     texts<&Activity::responsible>("responsible"), texts<&Activity::accountable>("accountable"),
     texts<&Activity::consulted>("consulted"), texts<&Activity::informed>("informed")});
void read_activity(Decoder& decoder, const Node& node, Activity& activity) {
  decoder.map(node, kActivity, activity);
}

constexpr Table kResponsibilities(
    "responsibilities", "id",
    {text<&Responsibilities::api_version>("apiVersion", Need::kRequired),
     spec::checked<Responsibilities>("kind", Expect::kText, Need::kRequired),
     text<&Responsibilities::id>("id", Need::kRequired),
     list<&Responsibilities::roles, read_role>("roles", Need::kRequired),
     list<&Responsibilities::activities, read_activity>("activities", Need::kRequired)});

bool has(const std::vector<std::string>& roles, const std::string& role) {
  return std::ranges::find(roles, role) != roles.end();
}

void check_activity(Decoder& decoder, const Activity& activity,
                    const std::vector<std::string_view>& roles) {
  for (const auto* part :
       {&activity.responsible, &activity.accountable, &activity.consulted, &activity.informed})
    for (const std::string& role : *part)
      check_known(decoder, {role, activity.span, "role", roles});
  if (activity.accountable.size() != 1)
    decoder.error("HNS-G061", activity.span,
                  activity.accountable.empty()
                      ? fmt::format("nobody answers for `{}`", activity.id)
                      : fmt::format("{} roles answer for `{}`: {}", activity.accountable.size(),
                                    activity.id, joined(activity.accountable)),
                  "leave exactly one in `accountable`; others may be `responsible` or "
                  "`consulted`");
  if (activity.responsible.empty())
    decoder.error("HNS-G061", activity.span, fmt::format("nobody does `{}`", activity.id),
                  "name who in `responsible`");
}

std::string letters(const Activity& activity, const std::string& role) {
  std::string out;
  if (has(activity.responsible, role)) out += 'R';
  if (has(activity.accountable, role)) out += 'A';
  if (has(activity.consulted, role)) out += 'C';
  if (has(activity.informed, role)) out += 'I';
  return out;
}

}  // namespace

void decode_responsibilities(Decoder& decoder, const Node& root, Responsibilities& out) {
  decoder.map(root, kResponsibilities, out);
}

void check_responsibilities(Decoder& decoder, const Responsibilities& responsibilities,
                            const spec::Model& mesh) {
  std::vector<std::string_view> roles, teams, activities;
  for (const spec::MeshTeam& team : mesh.mesh.teams) teams.push_back(team.id.str());
  for (const RaciRole& role : responsibilities.roles) {
    check_new(decoder, {role.id, role.span, "role", roles});
    roles.push_back(role.id);
    check_known(decoder, {role.team, role.span, "team", teams});
  }
  for (const Activity& activity : responsibilities.activities) {
    check_new(decoder, {activity.id, activity.span, "activity", activities});
    activities.push_back(activity.id);
    check_activity(decoder, activity, roles);
  }
}

Report raci_report(const Responsibilities& responsibilities, const ProgrammeFacts& facts) {
  Report report = change_report("raci", "Who does, answers, is asked and is told", facts);
  ReportTable matrix{
      "raci", "R does, A answers for it, C is asked before, I is told after", {{"activity"}}, {}};
  for (const RaciRole& role : responsibilities.roles)
    matrix.columns.push_back({role.name.empty() ? role.id : role.name});
  for (const Activity& activity : responsibilities.activities) {
    std::vector<std::string> row = {activity.name.empty() ? activity.id : activity.name};
    for (const RaciRole& role : responsibilities.roles) {
      const std::string cell = letters(activity, role.id);
      row.push_back(cell.empty() ? "–" : cell);
    }
    matrix.rows.push_back(std::move(row));
  }
  ReportTable load{"role_load",
                   "How much each role carries",
                   {{"role"},
                    {"team"},
                    {"does", true},
                    {"answers for", true},
                    {"is asked", true},
                    {"is told", true},
                    {"note"}},
                   {}};
  for (const RaciRole& role : responsibilities.roles) {
    size_t counts[4] = {};
    for (const Activity& activity : responsibilities.activities) {
      counts[0] += has(activity.responsible, role.id) ? 1 : 0;
      counts[1] += has(activity.accountable, role.id) ? 1 : 0;
      counts[2] += has(activity.consulted, role.id) ? 1 : 0;
      counts[3] += has(activity.informed, role.id) ? 1 : 0;
    }
    const std::string note = counts[1] > kAccountableMax
                                 ? fmt::format("answers for more than {}", kAccountableMax)
                             : counts[0] + counts[1] + counts[2] + counts[3] == 0
                                 ? "has no part: does it need to be a role?"
                                 : "";
    load.rows.push_back({role.id, role.team.empty() ? "–" : role.team, std::to_string(counts[0]),
                         std::to_string(counts[1]), std::to_string(counts[2]),
                         std::to_string(counts[3]), note});
  }
  Figure activities{"activities", "activities"};
  activities.value = static_cast<double>(responsibilities.activities.size());
  activities.source = "strategy/responsibilities.yaml";
  report.rests_on = {activities};
  report.sections.push_back(
      {"Responsibilities",
       {Callout{Verdict::kGood, "each activity has exactly one role that answers for it"},
        std::move(matrix), std::move(load)}});
  report.data = Json::object({{"activities", responsibilities.activities.size()},
                              {"roles", responsibilities.roles.size()}});
  return report;
}

}  // namespace hanse::strategy
