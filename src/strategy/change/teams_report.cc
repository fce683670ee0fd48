// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/clock.h"
#include "base/words.h"
#include "strategy/change/change_report.h"
#include "strategy/change/organisation.h"
#include "strategy/programme/working_days.h"
#include "strategy/report/charts.h"

namespace hanse::strategy {
namespace {

// M. Skelton, M. Pais, "Team Topologies" (2019), chapter 3: a team carries at most two or three
// simple domains, or one complicated one; more is load that slows it down.
constexpr size_t kDomainsMax = 3, kCoreDomainsMax = 1;
// Of practice: a team that owns more products than this hardly keeps their promises.
constexpr size_t kProductsMax = 8;

int64_t people_of(const std::vector<OrganisationCount>& counts) {
  int64_t out = 0;
  for (const OrganisationCount& count : counts) out += count.people;
  return out;
}

// Nothing stated is no zero.
std::string people_text(const std::vector<OrganisationCount>& counts) {
  return counts.empty() ? "–" : std::to_string(people_of(counts));
}

ReportTable teams_table(const Organisation& organisation) {
  ReportTable out{"teams",
                  "Teams of today and of the target",
                  {{"team"},
                   {"type"},
                   {"today", true},
                   {"target", true},
                   {"roles of the target"},
                   {"the guide's roles that it lacks"},
                   {"ends"}},
                  {}};
  for (const OrganisationTeam& team : organisation.teams) {
    std::vector<std::string> roles, lacks;
    for (const OrganisationCount& count : team.target)
      if (count.people > 0) roles.push_back(fmt::format("{} {}", count.people, count.role));
    for (const std::string_view role : guide_roles(team.type))
      if (std::ranges::none_of(team.target, [&](const OrganisationCount& count) {
            return count.role == role && count.people > 0;
          }))
        lacks.emplace_back(role);
    out.rows.push_back({team.id, team.type, people_text(team.today), people_text(team.target),
                        roles.empty() ? "not stated" : joined(roles),
                        lacks.empty() ? "none" : joined(lacks),
                        team.ends.empty() ? "–" : team.ends});
  }
  return out;
}

ReportTable moves_table(const Organisation& organisation) {
  ReportTable out{"moves", "Moves", {{"when"}, {"people", true}, {"role"}, {"from"}, {"to"}}, {}};
  for (const OrganisationMove& move : organisation.moves)
    out.rows.push_back({move.when.empty() ? "no date" : move.when, std::to_string(move.people),
                        move.role, move.from.empty() ? "hired" : move.from, move.to});
  return out;
}

ReportTable gaps_table(const std::vector<StaffingGap>& gaps) {
  ReportTable out{"staffing",
                  "What moves leave open",
                  {{"team"},
                   {"role"},
                   {"today", true},
                   {"moves", true},
                   {"target", true},
                   {"open", true},
                   {"means"}},
                  {}};
  for (const StaffingGap& gap : gaps) {
    const std::optional<int64_t> open = gap.open();
    if (open == 0) continue;
    out.rows.push_back({gap.team, gap.role, std::to_string(gap.today), std::to_string(gap.moved),
                        gap.target ? std::to_string(*gap.target) : "–",
                        open ? std::to_string(*open) : "–",
                        !open       ? "the team states no `target`"
                        : *open > 0 ? "to hire, to train or to move"
                                    : "nobody says where they go"});
  }
  return out;
}

// What a team carries, as the mesh shows it.
struct TeamLoad {
  size_t domains = 0, core = 0, products = 0, upstream = 0, consumers = 0;
};
std::map<std::string, TeamLoad> loads_of(const ProgrammeFacts& facts) {
  std::map<std::string, TeamLoad> out;
  for (const ProgrammeTeam& team : facts.teams)
    if (team.type == "streamAligned" || team.type == "complicatedSubsystem") out[team.id];
  for (const ProgrammeDomain& domain : facts.domains) {
    TeamLoad& load = out[domain.owner];
    ++load.domains;
    load.core += domain.subdomain_type == "core" ? 1 : 0;
    std::set<DomainId> upstream, consumers;
    for (const ProgrammeProduct& product : facts.products) {
      if (product.id.domain != domain.id) continue;
      ++load.products;
      upstream.insert(product.upstream.begin(), product.upstream.end());
      consumers.insert(product.consumers.begin(), product.consumers.end());
    }
    load.upstream += upstream.size();
    load.consumers += consumers.size();
  }
  return out;
}

std::string load_text(const TeamLoad& load) {
  std::vector<std::string> out;
  if (load.core > kCoreDomainsMax) out.push_back(fmt::format("{} core domains", load.core));
  if (load.domains > kDomainsMax) out.push_back(fmt::format("{} domains", load.domains));
  if (load.products > kProductsMax) out.push_back(fmt::format("{} products", load.products));
  return out.empty() ? "carries it" : "too much: " + joined(out);
}

ReportSection load_section(const ProgrammeFacts& facts) {
  ReportSection section{"What each team carries", {}};
  if (!facts.is_applied) {
    section.blocks.push_back(
        Paragraph{"Nothing is applied, so that nothing can be measured: run `hanse apply`."});
    return section;
  }
  ReportTable table{"load",
                    "Load of each team, as the mesh shows it",
                    {{"team"},
                     {"domains", true},
                     {"core", true},
                     {"products", true},
                     {"domains it reads", true},
                     {"domains that read it", true},
                     {"load"}},
                    {}};
  CategoryChart chart;
  chart.series = {
      {"domains", {}}, {"products", {}}, {"domains it reads", {}}, {"domains that read it", {}}};
  for (const auto& [team, load] : loads_of(facts)) {
    table.rows.push_back({team, std::to_string(load.domains), std::to_string(load.core),
                          std::to_string(load.products), std::to_string(load.upstream),
                          std::to_string(load.consumers), load_text(load)});
    chart.categories.push_back(team);
    const size_t parts[] = {load.domains, load.products, load.upstream, load.consumers};
    for (size_t i = 0; i < chart.series.size(); ++i)
      chart.series[i].values.push_back(static_cast<double>(parts[i]));
  }
  section.blocks.push_back(
      ReportChart{"load_chart", "What each team carries",
                  fmt::format("{} teams by domains, products, and domains on either side",
                              chart.categories.size()),
                  horizontal_bars(chart, Stacked::kYes),
                  120 + 32 * static_cast<int>(chart.categories.size()), "load"});
  section.blocks.push_back(std::move(table));
  section.blocks.push_back(Paragraph{fmt::format(
      "Too much is more than {} domains or {} core one (Skelton and Pais, Team Topologies, 2019), "
      "or more than {} products (of practice).",
      kDomainsMax, kCoreDomainsMax, kProductsMax)});
  return section;
}

// Enabling teams: a centre of excellence ends, or it becomes the next bottleneck.
void add_enabling(const Organisation& organisation, const ProgrammeFacts& facts, Report& report) {
  ReportSection section{"Centre of excellence", {}};
  ReportTable table{"enabling",
                    "Enabling teams, and when each ends",
                    {{"team"}, {"helps"}, {"ends"}, {"days left", true}, {"when this is true"}},
                    {}};
  const int64_t today = day_of_instant(facts.now_us);
  for (const OrganisationTeam& team : organisation.teams) {
    if (team.type != "enabling") continue;
    const auto ends = day_of_date(team.ends);
    const int64_t left = ends ? *ends - today : 0;
    table.rows.push_back({team.id, team.helps.empty() ? "nobody is named" : joined(team.helps),
                          team.ends, std::to_string(left),
                          team.exit.empty() ? "nobody says" : team.exit});
    if (ends && left < 0)
      section.blocks.push_back(Callout{
          Verdict::kStop, fmt::format("`{}` should have ended {} days ago: end it, or say why it "
                                      "stays and until when",
                                      team.id, -left)});
  }
  if (table.rows.empty())
    section.blocks.push_back(Paragraph{
        "No enabling team is planned. One that helps domains for a time, with `ends` and `exit`, "
        "spreads what the pilot learned without deciding for them."});
  else
    section.blocks.push_back(std::move(table));
  report.sections.push_back(std::move(section));
}

// None: no team states the people that would be counted.
Figure people(const char* id, const char* label, std::optional<int64_t> count,
              const Organisation& organisation) {
  Figure out{id, label};
  out.source = "strategy/organisation.yaml states no people: `today` and `target` of each team";
  if (!count) return out;
  out.value = static_cast<double>(*count);
  out.unit = "people";
  out.source = organisation.source();
  return out;
}

struct PeopleCounts {
  std::optional<int64_t> today, target, moving, open;
};
// Of what some team states; nothing else is a zero.
PeopleCounts counts_of(const Organisation& organisation, const std::vector<StaffingGap>& gaps) {
  PeopleCounts out;
  if (organisation.states_today()) out.today = 0;
  if (organisation.states_target()) out.target = out.open = 0;
  if (out.today || out.target || !organisation.moves.empty()) out.moving = 0;
  for (const OrganisationTeam& team : organisation.teams) {
    if (out.today) *out.today += people_of(team.today);
    if (out.target) *out.target += people_of(team.target);
  }
  for (const OrganisationMove& move : organisation.moves) *out.moving += move.people;
  for (const StaffingGap& gap : gaps)
    if (out.open) *out.open += std::max<int64_t>(gap.open().value_or(0), 0);
  return out;
}

Json gaps_json(const std::vector<StaffingGap>& gaps) {
  Json out = Json::array();
  for (const StaffingGap& gap : gaps)
    out.push(Json::object({{"team", gap.team},
                           {"role", gap.role},
                           {"today", gap.today},
                           {"moved", gap.moved},
                           {"target", gap.target ? Json(*gap.target) : Json()},
                           {"open", gap.open() ? Json(*gap.open()) : Json()}}));
  return out;
}

}  // namespace

Report teams_report(const Organisation& organisation, const ProgrammeFacts& facts) {
  Report report = change_report("teams", "Teams of today and of the target", facts);
  const std::vector<StaffingGap> gaps = staffing_of(organisation);
  const PeopleCounts counts = counts_of(organisation, gaps);
  FigureRow row;
  row.figures = {people("people_today", "people today", counts.today, organisation),
                 people("people_target", "people of the target", counts.target, organisation),
                 people("people_moving", "moves", counts.moving, organisation),
                 people("people_open", "to hire, to train or to move", counts.open, organisation)};
  row.figures.push_back(measured(facts, "team_count", "teams registered", facts.teams.size(),
                                 "mesh.yaml as applied"));
  row.figures.push_back(
      measured(facts, "domain_count", "domains", facts.domains.size(), "domain.yaml as applied"));
  report.rests_on = row.figures;
  ReportSection section{"Today and target", {std::move(row), teams_table(organisation)}};
  if (ReportTable moves = moves_table(organisation); !moves.rows.empty())
    section.blocks.push_back(std::move(moves));
  if (ReportTable open_gaps = gaps_table(gaps); !open_gaps.rows.empty())
    section.blocks.push_back(std::move(open_gaps));
  report.sections.push_back(std::move(section));
  report.sections.push_back(load_section(facts));
  add_enabling(organisation, facts, report);
  report.data = Json::object({{"staffing", gaps_json(gaps)}});
  return report;
}

}  // namespace hanse::strategy
