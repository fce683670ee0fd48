// SPDX-License-Identifier: Apache-2.0
#include "strategy/change/charter.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "strategy/change/change_report.h"

namespace hanse::strategy {
namespace {

using Words = std::vector<std::string>;

// A line of facts, or what to state so that there is one.
void add_line(ReportSection& section, const Words& words, std::string_view label,
              std::string_view missing) {
  if (words.empty())
    section.blocks.push_back(
        Callout{Verdict::kCaution, fmt::format("{}: not stated: {}", label, missing)});
  else
    section.blocks.push_back(Paragraph{fmt::format("{}: {}", label, joined(words, "; "))});
}

void add_text(ReportSection& section, const std::string& text, std::string_view label,
              std::string_view missing) {
  add_line(section, text.empty() ? Words() : Words{text}, label, missing);
}

Words lacking(const std::vector<std::string_view>& wanted, const Words& held) {
  Words out;
  for (const std::string_view role : wanted)
    if (std::ranges::find(held, role) == held.end()) out.emplace_back(role);
  return out;
}

void add_people(ReportSection& section, const CharterOrder& order, std::string_view team) {
  const OrganisationTeam* found =
      order.organisation == nullptr ? nullptr : order.organisation->team(team);
  Words people;
  if (found != nullptr)
    for (const OrganisationCount& count : found->target)
      people.push_back(fmt::format("{} {}", count.people, count.role));
  add_line(section, people, "People of the target",
           fmt::format("`target` of team `{}` in strategy/organisation.yaml",
                       team.empty() ? "TEAM" : team));
}

const ProgrammeTeam* team_of_type(const ProgrammeFacts& facts, std::string_view type) {
  const auto found = std::ranges::find(facts.teams, type, &ProgrammeTeam::type);
  return found == facts.teams.end() ? nullptr : &*found;
}

ReportTable products_table(const DomainId& domain, const ProgrammeFacts& facts) {
  ReportTable out{"products",
                  "Products, and what is promised of them",
                  {{"product"}, {"purpose"}, {"state"}, {"rows", true}, {"read by"}, {"levels"}},
                  {}};
  for (const ProgrammeProduct& product : facts.products) {
    if (product.id.domain != domain) continue;
    Words readers, levels;
    for (const DomainId& reader : product.consumers) readers.push_back(reader.str());
    for (const ProgrammeLevel& level : facts.levels)
      if (level.product == product.id)
        levels.push_back(fmt::format("{} {:.1f} % of {:.1f} %", level.level, level.attained * 100,
                                     level.target * 100));
    out.rows.push_back({product.id.str(), product.purpose,
                        product.is_published ? "can be read" : "not built",
                        product.rows == 0 ? "–" : number_text(static_cast<double>(product.rows)),
                        readers.empty() ? "no other domain" : joined(readers),
                        levels.empty() ? "no history yet" : joined(levels)});
  }
  return out;
}

void add_domain(const CharterOrder& order, const ProgrammeFacts& facts, Report& report) {
  const auto found = std::ranges::find(facts.domains, order.domain, &ProgrammeDomain::id);
  ReportSection mission{"Mission and boundary", {}};
  if (found == facts.domains.end()) {
    mission.blocks.push_back(Callout{
        Verdict::kStop, fmt::format("domain `{}` is not applied: add it to mesh.yaml with its "
                                    "domain.yaml, and run `hanse apply`",
                                    order.domain.str())});
    report.sections.push_back(std::move(mission));
    return;
  }
  const ProgrammeDomain& domain = *found;
  add_text(mission, domain.description, "Purpose", "`description` of its domain.yaml");
  add_text(mission, domain.owner, "Owner", "`owner` in mesh.yaml");
  add_line(mission, domain.capabilities, "Capabilities", "`capabilities` of its domain.yaml");
  add_line(mission, domain.terms, "Its own words", "`boundedContext.terms` of its domain.yaml");
  add_line(mission, domain.rules, "Its own rules",
           "`boundedContext.businessRules` of its domain.yaml");
  add_line(mission, domain.relations, "Beside other domains", "`relationships` of its domain.yaml");
  report.sections.push_back(std::move(mission));
  ReportSection roles{"Roles", {}};
  add_line(roles, domain.roles, "Filled", "`roles` of its domain.yaml");
  const Words open = lacking(guide_roles("streamAligned"), domain.roles);
  if (!open.empty())
    roles.blocks.push_back(Callout{Verdict::kCaution, fmt::format("nobody is {}", joined(open))});
  add_people(roles, order, domain.owner);
  report.sections.push_back(std::move(roles));
  report.sections.push_back({"Products and promises", {products_table(order.domain, facts)}});
  report.sections.push_back(
      {"Who decides what",
       {ReportList{{"The domain decides: which products it offers and when; how they are built, "
                    "within the technologies of mesh.yaml; its business rules and its own words; "
                    "tighter rules than the mesh's, never looser ones."},
                   false},
        ReportList{{"The council decides: classification, purposes, what all domains must keep, "
                    "agreements on restricted data.",
                    "The platform team offers: everything that is the same for every domain."},
                   false}}});
  report.rests_on.push_back(
      measured(facts, "roles", "roles filled", domain.roles.size(), "domain.yaml as applied"));
  report.rests_on.push_back(
      measured(facts, "relations", "relations", domain.relations.size(), "domain.yaml as applied"));
}

void add_platform(const CharterOrder& order, const ProgrammeFacts& facts, Report& report) {
  const ProgrammeTeam* team = team_of_type(facts, "platform");
  ReportSection mission{"Mission", {}};
  add_text(mission, team == nullptr ? "" : team->id, "Team",
           "a team of type `platform` in mesh.yaml, applied");
  mission.blocks.push_back(Paragraph{
      "It makes publishing a product a matter of files and minutes: it removes work from domains, "
      "and is measured by what they do without it. It owns no domain's data and approves no "
      "domain's change."});
  add_people(mission, order, team == nullptr ? "" : team->id);
  report.sections.push_back(std::move(mission));
  size_t published = 0;
  for (const ProgrammeProduct& product : facts.products) published += product.is_published ? 1 : 0;
  FigureRow row;
  row.figures = {
      measured(facts, "environments", "environments", facts.environments, "mesh.yaml as applied"),
      measured(facts, "domains", "domains it serves", facts.domains.size(),
               "domain.yaml as applied"),
      measured(facts, "published", "products published", published, "`hanse status`"),
      measured(facts, "askers", "people who asked in 90 days", facts.askers.size(),
               "the ledger's decisions")};
  report.rests_on = row.figures;
  report.sections.push_back(
      {"What it offers",
       {std::move(row),
        ReportList{{"Stores, listeners and environments that are the same files (mesh.yaml)",
                    "Publishing, checks, incidents and levels without a ticket",
                    "Templates for domains, products and agreements (`hanse new`)",
                    "A backlog that domains order, and a roadmap that they can read"},
                   false}}});
  Words technologies;
  for (const ProgrammeTechnology& one : facts.technologies)
    technologies.push_back(fmt::format("{} for {} ({})", one.id, one.kind, one.ring));
  ReportSection standards{"Standards", {}};
  add_line(standards, technologies, "Technologies",
           "`technologies` of mesh.yaml; `hanse select` decides them");
  report.sections.push_back(std::move(standards));
}

void add_council(const CharterOrder& order, const ProgrammeFacts& facts, Report& report) {
  ReportSection seats{"Seats", {}};
  Words held, roles;
  for (const ProgrammeSeat& seat : facts.council) {
    held.push_back(fmt::format("{} by {}", seat.role, seat.team));
    roles.push_back(seat.role);
  }
  add_line(seats, held, "Held", "`council` of mesh.yaml, applied");
  if (const Words open = lacking(guide_roles("council"), roles); !open.empty())
    seats.blocks.push_back(
        Callout{Verdict::kCaution, fmt::format("nobody holds {}", joined(open))});
  const ProgrammeTeam* team = team_of_type(facts, "council");
  add_people(seats, order, team == nullptr ? "" : team->id);
  report.sections.push_back(std::move(seats));
  FigureRow row;
  row.figures = {
      measured(facts, "seats", "seats held", facts.council.size(), "mesh.yaml as applied"),
      measured(facts, "purposes", "purposes", facts.purposes, "mesh.yaml as applied")};
  if (facts.policy_tests)
    row.figures.push_back(measured(facts, "tests", "tests of policies that pass",
                                   static_cast<size_t>(facts.policy_tests->passed),
                                   "`hanse policy test`"));
  report.rests_on = row.figures;
  report.sections.push_back(
      {"What it decides",
       {std::move(row),
        ReportList{
            {"Classification, purposes, retention, and what a contract must say: as "
             "policies with tests, in force for all by machine",
             "New domains, and agreements on restricted data", "Technologies to adopt and to hold"},
            false},
        Paragraph{"It leaves to domains: technology within the standards, implementation, "
                  "optimisation, business rules. It answers a request in the time it promises, or "
                  "a policy answers instead."}}});
}

}  // namespace

Report charter_report(const CharterOrder& order, const ProgrammeFacts& facts) {
  const bool is_domain = order.of == CharterOf::kDomain;
  const bool is_platform = order.of == CharterOf::kPlatform;
  Report report =
      change_report(is_domain     ? "charter-" + order.domain.str()
                    : is_platform ? "charter-platform"
                                  : "charter-council",
                    is_domain     ? fmt::format("Charter of the domain {}", order.domain.str())
                    : is_platform ? "Charter of the platform team"
                                  : "Charter of the governance council",
                    facts);
  if (!facts.is_applied)
    report.sections.push_back(
        {"Before",
         {Callout{Verdict::kStop,
                  "nothing is applied, so that nothing can be filled in: run `hanse "
                  "apply`"}}});
  if (is_domain)
    add_domain(order, facts, report);
  else if (is_platform)
    add_platform(order, facts, report);
  else
    add_council(order, facts, report);
  return report;
}

}  // namespace hanse::strategy
