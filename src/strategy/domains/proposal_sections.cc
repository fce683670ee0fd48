// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/words.h"
#include "strategy/domains/proposal_report.h"
#include "strategy/domains/reasons.h"
#include "strategy/report/charts.h"

namespace hanse::strategy {
namespace {

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

ReportTable domains_table(const DomainEvidence& evidence, const DomainProposal& proposal) {
  ReportTable out{"domains",
                  "Domains: conductance is the share of evidence that leads out, instability "
                  "Ce/(Ca+Ce) is 1 where a domain only consumes and 0 where it only provides",
                  {{"domain", false},
                   {"owner", false},
                   {"capabilities", true},
                   {"assets", true},
                   {"applications", true},
                   {"conductance", true},
                   {"instability", true},
                   {"products", true},
                   {"agreements", true},
                   {"people", true},
                   {"stability", true}},
                  {}};
  for (const ProposedDomain& each : proposal.domains) {
    const auto assets = std::count_if(each.items.begin(), each.items.end(),
                                      [&](auto item) { return evidence.items[item].is_asset; });
    out.rows.push_back(
        {each.id, each.owner.empty() ? "–" : each.owner,
         std::to_string(each.items.size() - static_cast<size_t>(assets)), std::to_string(assets),
         std::to_string(each.applications.size()), fmt::format("{:.2f}", each.metrics.conductance),
         each.metrics.instability ? fmt::format("{:.2f}", *each.metrics.instability) : "–",
         std::to_string(each.shared.size()), std::to_string(each.agreements_needed),
         each.people > 0 ? fmt::format("{:.1f}", each.people) : "–", percent(each.stability)});
  }
  return out;
}

ReportChart domains_chart(const DomainProposal& proposal) {
  std::vector<GraphChartNode> nodes;
  for (const ProposedDomain& each : proposal.domains)
    nodes.push_back({each.name, each.id, 14 + 1.5 * static_cast<double>(each.items.size())});
  std::vector<GraphChartEdge> edges;
  for (const CommunityLink& link : proposal.links)
    if (link.contracts > 0)
      edges.push_back({link.from, link.to, static_cast<double>(link.contracts)});
  return {"domains-chart",
          "Domains and who depends on whom",
          "A graph of the domains; a line is thicker with more dependencies.",
          graph_chart(nodes, edges),
          460,
          "boundaries"};
}

ReportTable boundaries_table(const DomainProposal& proposal) {
  ReportTable out{"boundaries",
                  "Dependencies across boundaries",
                  {{"consumer", false}, {"provider", false}, {"dependencies", true}},
                  {}};
  auto links = proposal.links;
  std::stable_sort(links.begin(), links.end(),
                   [](const auto& a, const auto& b) { return a.contracts > b.contracts; });
  for (const CommunityLink& link : links)
    if (link.contracts > 0)
      out.rows.push_back({proposal.domains[link.from].id, proposal.domains[link.to].id,
                          std::to_string(link.contracts)});
  return out;
}

ReportTable products_table(const DomainEvidence& evidence, const DomainProposal& proposal) {
  ReportTable out{
      "products",
      "Data that other domains read: each must become a product with a contract",
      {{"asset", false}, {"domain", false}, {"consumers", false}, {"applications", true}},
      {}};
  for (const ProposedDomain& domain : proposal.domains)
    for (const SharedAsset& each : domain.shared)
      out.rows.push_back({evidence.items[each.item].id, domain.id,
                          domain_ids(proposal, each.consumers), std::to_string(each.applications)});
  return out;
}

ReportTable members_table(const DomainEvidence& evidence, const DomainProposal& proposal) {
  ReportTable out{
      "members",
      "What belongs where",
      {{"item", false}, {"name", false}, {"kind", false}, {"domain", false}, {"note", false}},
      {}};
  const auto has = [](const std::vector<std::uint32_t>& all, std::uint32_t item) {
    return std::binary_search(all.begin(), all.end(), item);
  };
  for (std::uint32_t item = 0; item < evidence.items.size(); ++item) {
    const std::uint32_t domain = proposal.domain_of[item];
    out.rows.push_back({evidence.items[item].id, evidence.items[item].name,
                        evidence.items[item].is_asset ? "data asset" : "capability",
                        domain == kNoDomain ? "–" : proposal.domains[domain].id,
                        domain == kNoDomain             ? "no evidence"
                        : has(proposal.hub_items, item) ? "hub: everybody uses it"
                        : has(proposal.settled, item)   ? "too small alone"
                                                        : ""});
  }
  return out;
}

ReportTable splits_table(const Inventory& inventory, const DomainProposal& proposal) {
  ReportTable out{"splits",
                  "Applications whose parts belong to several domains: to be split, or to be kept "
                  "by one and offered to the others",
                  {{"application", false}, {"owner", false}, {"domains", false}},
                  {}};
  for (const SplitApplication& each : proposal.splits) {
    std::vector<std::string> parts;
    for (const auto& [domain, share] : each.domains)
      parts.push_back(fmt::format("{} {}", proposal.domains[domain].id, percent(share)));
    out.rows.push_back({inventory.applications[each.application].id,
                        inventory.applications[each.application].owner, joined(parts)});
  }
  return out;
}

}  // namespace

ReportSection domains_section(const Inventory& inventory, const DomainEvidence& evidence,
                              const DomainProposal& proposal) {
  ReportSection out{"Domains", {}};
  out.blocks.emplace_back(domains_table(evidence, proposal));
  out.blocks.emplace_back(domains_chart(proposal));
  out.blocks.emplace_back(boundaries_table(proposal));
  out.blocks.emplace_back(products_table(evidence, proposal));
  if (!proposal.splits.empty()) out.blocks.emplace_back(splits_table(inventory, proposal));
  out.blocks.emplace_back(members_table(evidence, proposal));
  return out;
}

ReportSection people_section(const Inventory& inventory, const DomainEvidence& evidence,
                             const DomainProposal& proposal) {
  ReportSection out{"Left to people", {}};
  const auto home = [&](std::uint32_t item) {
    const std::uint32_t domain = proposal.domain_of[item];
    return domain == kNoDomain ? std::string("–") : proposal.domains[domain].id;
  };
  if (!proposal.undecided.empty()) {
    ReportTable undecided{"undecided",
                          "Between domains: where each is, of the runs with evidence drawn anew",
                          {{"item", false},
                           {"proposed in", false},
                           {"runs", false},
                           {"pairs that flip with it", true}},
                          {}};
    for (const UndecidedItem& each : proposal.undecided) {
      std::vector<std::string> parts;
      for (const auto& [domain, share] : each.domains)
        parts.push_back(fmt::format("{} {}", proposal.domains[domain].id, percent(share)));
      undecided.rows.push_back({evidence.items[each.item].id, home(each.item), joined(parts),
                                std::to_string(each.pairs)});
    }
    out.blocks.emplace_back(std::move(undecided));
  }
  if (!proposal.flips.empty()) {
    ReportTable table{"flips",
                      fmt::format("Pairs that are now together and now apart when evidence is "
                                  "drawn anew: {} of {}, nearest to one half first",
                                  proposal.flips.size(), proposal.flip_count),
                      {{"one", false},
                       {"proposed in", false},
                       {"other", false},
                       {"proposed in ", false},
                       {"together", true}},
                      {}};
    for (const ProposalFlip& flip : proposal.flips)
      table.rows.push_back({evidence.items[flip.a].id, home(flip.a), evidence.items[flip.b].id,
                            home(flip.b), percent(flip.together)});
    out.blocks.emplace_back(std::move(table));
  } else {
    out.blocks.emplace_back(Paragraph{"No pair changes sides when the evidence is drawn anew."});
  }
  if (!proposal.against.empty()) {
    ReportTable table{
        "against",
        "What people said and the proposal does not follow",
        {{"who", false}, {"says", false}, {"items", false}, {"weight", true}, {"because", false}},
        {}};
    for (const AgainstStatement& each : proposal.against) {
      const InventoryStatement& said = inventory.statements[each.statement];
      table.rows.push_back(
          {said.who, said.says, joined(said.items), number_text(said.weight), said.because});
    }
    out.blocks.emplace_back(std::move(table));
  }
  if (!proposal.unplaced.empty()) {
    ReportList list;
    for (const std::uint32_t item : proposal.unplaced)
      list.items.push_back(
          fmt::format("{} ({})", evidence.items[item].name, evidence.items[item].id));
    out.blocks.emplace_back(Paragraph{"Nothing in the inventory speaks of:"});
    out.blocks.emplace_back(std::move(list));
  }
  return out;
}

ReportSection organisation_section(const Inventory& inventory, const DomainProposal& proposal) {
  ReportSection out{"Organisation", {}};
  const Congruence& congruence = proposal.congruence;
  Figure share{"congruence",
               "socio-technical congruence: of the pairs of teams whose systems "
               "depend on each other, those that work together",
               {},
               "%",
               Basis::kStated,
               "no collaborations in the inventory: collaborations.csv",
               {},
               {},
               1};
  if (congruence.share && !inventory.collaborations.empty()) {
    share.value = 100 * *congruence.share;
    share.source = origin_text(inventory.origin);
  }
  out.blocks.emplace_back(FigureRow{{share}});
  ReportTable needs{"coordination",
                    "Teams whose systems depend on each other and who do not work together",
                    {{"team", false}, {"with", false}, {"dependencies", true}},
                    {}};
  for (const CoordinationNeed& need : congruence.needs)
    if (!need.is_met && !inventory.collaborations.empty())
      needs.rows.push_back({inventory.teams[need.a].id, inventory.teams[need.b].id,
                            std::to_string(need.dependencies)});
  if (!needs.rows.empty()) out.blocks.emplace_back(std::move(needs));
  ReportTable loads{"loads",
                    "Team load: applications, and domains with a quarter of its work or more",
                    {{"team", false},
                     {"unit", false},
                     {"people", true},
                     {"applications", true},
                     {"domains", false}},
                    {}};
  for (const DomainTeamLoad& load : proposal.loads) {
    const InventoryTeam& team = inventory.teams[load.team];
    loads.rows.push_back({team.id, team.unit, team.people > 0 ? number_text(team.people) : "–",
                          std::to_string(load.applications), domain_ids(proposal, load.domains)});
  }
  out.blocks.emplace_back(std::move(loads));
  return out;
}

ReportSection reasons_section(const Inventory& inventory, const DomainEvidence& evidence,
                              const DomainProposal& proposal) {
  ReportSection out{"Reasons in words", {}};
  out.blocks.emplace_back(Paragraph{
      "Each boundary by the 16 coupling criteria of Service Cutter (Gysel, Kölbener, Giersche, "
      "Zimmermann, 2016) and the Independent Service Heuristics (Team Topologies)."});
  ReportTable table{"reasons",
                    "For and against each boundary",
                    {{"domain", false},
                     {"says", false},
                     {"criterion", false},
                     {"because", false},
                     {"list", false}},
                    {}};
  ReportList open;
  for (std::uint32_t i = 0; i < proposal.domains.size(); ++i)
    for (const auto& reasons : {coupling_reasons(inventory, evidence, proposal, i),
                                service_reasons(inventory, evidence, proposal, i)})
      for (const DomainReason& reason : reasons) {
        if (reason.says != ReasonSays::kOpen) {
          table.rows.push_back({proposal.domains[i].id, std::string(reason_says_name(reason.says)),
                                std::string(reason.criterion), reason.text,
                                std::string(reason.list)});
          continue;
        }
        std::string question = fmt::format("{}: {}", reason.criterion, reason.text);
        if (std::ranges::find(open.items, question) == open.items.end())
          open.items.push_back(std::move(question));
      }
  out.blocks.emplace_back(std::move(table));
  if (!open.items.empty()) {
    out.blocks.emplace_back(
        Paragraph{"What the inventory does not tell, to be asked of a domain:"});
    out.blocks.emplace_back(std::move(open));
  }
  return out;
}

}  // namespace hanse::strategy
