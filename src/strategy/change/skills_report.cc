// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/words.h"
#include "strategy/change/change_report.h"
#include "strategy/change/organisation.h"

namespace hanse::strategy {
namespace {

std::string has_text(const SkillGap& gap) {
  return gap.has ? std::to_string(*gap.has) : "nobody said";
}

// Roles by skills: what is needed, and the least that a team has.
ReportTable matrix(const Organisation& organisation, const std::vector<SkillGap>& gaps) {
  ReportTable out{"skills",
                  "Skills: what each role has of what it needs (0 none to 4 teaches)",
                  {{"team and role"}},
                  {}};
  for (const OrganisationSkill& skill : organisation.skills)
    out.columns.push_back({skill.name.empty() ? skill.id : skill.name});
  std::vector<std::pair<std::string, std::string>> roles;
  for (const SkillGap& gap : gaps)
    if (std::ranges::find(roles, std::pair(gap.team, gap.role)) == roles.end())
      roles.emplace_back(gap.team, gap.role);
  std::ranges::sort(roles);
  for (const auto& [team, role] : roles) {
    std::vector<std::string> row = {fmt::format("{}: {}", team, role)};
    for (const OrganisationSkill& skill : organisation.skills) {
      std::string cell = "–";
      for (const SkillGap& gap : gaps)
        if (gap.team == team && gap.role == role && gap.skill == skill.id)
          cell = fmt::format("{} of {}", gap.has ? std::to_string(*gap.has) : "?", gap.needed);
      row.push_back(std::move(cell));
    }
    out.rows.push_back(std::move(row));
  }
  return out;
}

ReportTable gaps_table(const std::vector<SkillGap>& gaps) {
  ReportTable out{"gaps",
                  "Gaps, the largest first",
                  {{"team"},
                   {"role"},
                   {"skill"},
                   {"needed", true},
                   {"has", true},
                   {"people", true},
                   {"days each", true},
                   {"says"}},
                  {}};
  for (const SkillGap& gap : gaps)
    if (!gap.has || *gap.has < gap.needed)
      out.rows.push_back({gap.team, gap.role, gap.skill, std::to_string(gap.needed), has_text(gap),
                          std::to_string(gap.people), number_text(gap.days),
                          gap.source.empty() ? "state it in `levels`" : gap.source});
  return out;
}

ReportTable paths_table(const Organisation& organisation) {
  ReportTable out{"paths", "Learning paths", {{"skill"}, {"step"}, {"kind"}, {"days", true}}, {}};
  for (const OrganisationSkill& skill : organisation.skills)
    for (const LearningStep& step : skill.path)
      out.rows.push_back({skill.id, step.step, step.kind, number_text(step.days)});
  return out;
}

}  // namespace

Report skills_report(const Organisation& organisation, const ProgrammeFacts& facts) {
  Report report = change_report("skills", "Skills and learning paths", facts);
  const std::vector<SkillGap> gaps = skill_gaps(organisation);
  double open = 0, unknown = 0, days = 0;
  for (const SkillGap& gap : gaps) {
    if (!gap.has)
      ++unknown;
    else if (*gap.has < gap.needed) {
      ++open;
      days += gap.days * static_cast<double>(gap.people);
    }
  }
  FigureRow row;
  const bool is_known = !gaps.empty() && unknown < static_cast<double>(gaps.size());
  const auto figure = [&](const char* id, const char* label, double value, const char* unit) {
    Figure one{id, label};
    one.unit = unit;
    one.source = "no `levels` are stated in strategy/organisation.yaml for roles with `needs`";
    if (is_known) {
      one.value = value;
      one.source =
          organisation.by.empty() ? "`levels`, each with who and when" : organisation.source();
    }
    return one;
  };
  row.figures = {figure("gaps", "gaps", open, ""),
                 figure("unknown", "needs nobody spoke of", unknown, ""),
                 figure("learning_days", "days of learning", days, "days")};
  report.rests_on = row.figures;
  ReportSection section{"What people can do", {std::move(row)}};
  if (gaps.empty())
    section.blocks.push_back(Paragraph{
        "No team has a role of which a skill is needed: state `target` of teams, and `needs`."});
  else {
    section.blocks.push_back(matrix(organisation, gaps));
    section.blocks.push_back(gaps_table(gaps));
  }
  report.sections.push_back(std::move(section));
  report.sections.push_back({"How to learn it", {paths_table(organisation)}});
  Json list = Json::array();
  for (const SkillGap& gap : gaps)
    list.push(Json::object({{"team", gap.team},
                            {"role", gap.role},
                            {"skill", gap.skill},
                            {"needed", gap.needed},
                            {"has", gap.has ? Json(*gap.has) : Json()},
                            {"people", gap.people},
                            {"days", gap.days}}));
  report.data = Json::object({{"needs", std::move(list)}});
  return report;
}

}  // namespace hanse::strategy
