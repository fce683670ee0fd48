// SPDX-License-Identifier: Apache-2.0
#include "strategy/domains/discover.h"

#include <algorithm>
#include <set>

#include "strategy/domains/discover_parts.h"

namespace hanse::strategy {
namespace {

// The part of the graph that is partitioned, with the numbers of its nodes in the placed graph.
struct Core {
  Graph graph;
  std::vector<std::uint32_t> placed;  // node of the placed graph
};

std::set<std::uint32_t> constrained_items(const DomainRules& rules) {
  std::set<std::uint32_t> out;
  for (const auto* pairs : {&rules.together, &rules.apart})
    for (const auto& [a, b] : *pairs) out.insert({a, b});
  for (const auto& [item, group] : rules.fixed) out.insert(item);
  return out;
}

// Without the hubs, and without what then has no evidence left: that follows its hub.
Result<Core> core_of(const DomainRules& rules, DomainProposal& proposal) {
  const std::set<std::uint32_t> keep = constrained_items(rules);
  HANSE_TRY(const auto hubs, find_hubs(proposal.graph));
  std::vector<GraphNode> away;
  for (const Hub& hub : hubs)
    if (!keep.contains(proposal.items[hub.node])) {
      away.push_back(hub.node);
      proposal.hub_items.push_back(proposal.items[hub.node]);
    }
  std::sort(proposal.hub_items.begin(), proposal.hub_items.end());
  const Subgraph first = without_nodes(proposal.graph, away);
  std::vector<GraphNode> alone;
  for (GraphNode node = 0; node < first.graph.node_count(); ++node)
    if (first.graph.strengths[node] == 0 && !keep.contains(proposal.items[first.kept[node]]))
      alone.push_back(node);
  Subgraph second = without_nodes(first.graph, alone);
  Core core{std::move(second.graph), {}};
  for (const GraphNode node : second.kept) core.placed.push_back(first.kept[node]);
  return core;
}

LeidenOptions leiden_options(const Core& core, const DomainRules& rules,
                             const DomainProposal& proposal, const DiscoverOptions& options) {
  std::map<std::uint32_t, GraphNode> node_of;
  for (GraphNode node = 0; node < core.placed.size(); ++node)
    node_of[proposal.items[core.placed[node]]] = node;
  LeidenOptions out;
  out.seed = options.seed;
  out.communities_max = static_cast<std::uint32_t>(rules.domains_max);
  for (const auto& [a, b] : rules.together) out.together.emplace_back(node_of[a], node_of[b]);
  for (const auto& [a, b] : rules.apart) out.apart.emplace_back(node_of[a], node_of[b]);
  for (const auto& [item, group] : rules.fixed) out.fixed.emplace_back(node_of[item], group);
  return out;
}

std::uint32_t domains_in(const Partition& partition) {
  std::vector<std::uint32_t> sizes(partition.count);
  for (const std::uint32_t community : partition.community) ++sizes[community];
  return static_cast<std::uint32_t>(
      std::count_if(sizes.begin(), sizes.end(), [](std::uint32_t size) { return size > 1; }));
}

DomainAlternative alternative_of(const Core& core, const ResolutionPoint& point) {
  std::vector<std::uint32_t> sizes(point.found.partition.count);
  for (const std::uint32_t community : point.found.partition.community) ++sizes[community];
  DomainAlternative out;
  out.resolution = point.resolution / density_of(core.graph);
  out.domains = domains_in(point.found.partition);
  out.largest = sizes.empty() ? 0 : *std::max_element(sizes.begin(), sizes.end());
  out.variation = point.variation_normalised;
  out.cut = boundary_metrics(core.graph, point.found.partition).share_cut;
  out.flips = point.flip_count;
  return out;
}

// The steadiest with as many domains as are wanted; where none has, the one with most.
size_t chosen_of(const std::vector<ResolutionPoint>& points, const DomainRules& rules) {
  std::vector<ResolutionPoint> enough;
  std::vector<size_t> at;
  size_t most = kNoPoint;
  for (size_t i = 0; i < points.size(); ++i) {
    const std::uint32_t count = domains_in(points[i].found.partition);
    if (most == kNoPoint || count > domains_in(points[most].found.partition)) most = i;
    if (static_cast<int>(count) < rules.domains_min) continue;
    enough.push_back(points[i]);
    at.push_back(i);
  }
  if (enough.empty()) return domains_in(points[most].found.partition) > 1 ? most : kNoPoint;
  const size_t found = steadiest(
      enough, rules.domains_max > 0 ? static_cast<std::uint32_t>(rules.domains_max) : UINT32_MAX);
  return found == kNoPoint ? kNoPoint : at[found];
}

void take_point(const Core& core, const ResolutionPoint& point, DomainProposal& proposal,
                std::vector<double>& node_stability) {
  proposal.resolution = point.found.resolution;
  proposal.quality = point.found.quality;
  proposal.partition.count = point.found.partition.count;
  proposal.partition.community.assign(proposal.items.size(), kNoDomain);
  node_stability.assign(proposal.items.size(), 1);
  for (GraphNode node = 0; node < core.placed.size(); ++node) {
    proposal.partition.community[core.placed[node]] = point.found.partition.community[node];
    node_stability[core.placed[node]] = point.node_stability[node];
  }
  proposal.flip_count = point.flip_count;
  for (const FlippingPair& pair : point.flips)
    proposal.flips.push_back({proposal.items[core.placed[pair.a]],
                              proposal.items[core.placed[pair.b]], pair.together, pair.weight});
}

// Everything by items that have evidence; what has none is left to people.
Status place_items(const DomainEvidence& evidence, const DomainRules& rules,
                   DomainProposal& proposal) {
  HANSE_TRY(const Graph whole, make_graph(evidence.graph));
  const std::set<std::uint32_t> keep = constrained_items(rules);
  for (std::uint32_t item = 0; item < whole.node_count(); ++item)
    if (whole.strengths[item] == 0 && !keep.contains(item)) proposal.unplaced.push_back(item);
  Subgraph placed = without_nodes(whole, proposal.unplaced);
  proposal.graph = std::move(placed.graph);
  proposal.items.assign(placed.kept.begin(), placed.kept.end());
  return {};
}

// What joined its neighbours is no domain any more.
Status count_domains(const DomainRules& rules, DomainAlternative& chosen,
                     DomainProposal& proposal) {
  const std::uint32_t count = proposal.partition.count;
  if (count < 2) {
    chosen.is_chosen = false;
    proposal.answer = DomainsAnswer::kStayCentral;
    proposal.reasons.push_back(
        fmt::format("the {} parts of the steadiest resolution are too small to stand alone, and "
                    "joined by their evidence they are one",
                    chosen.domains));
    return {};
  }
  if (count < static_cast<std::uint32_t>(rules.domains_min))
    return fail(ErrorCode::kConflict,
                fmt::format("at least {} domains are asked for, the evidence falls into {} at most",
                            rules.domains_min, count),
                "ask for fewer (`--min`, `domainsMin`), or say what stays apart (`--apart`)");
  chosen.domains = count;
  return {};
}

Status partition_items(const DomainEvidence& evidence, const DomainRules& rules,
                       const DiscoverOptions& options, DomainProposal& proposal,
                       std::vector<double>& node_stability) {
  HANSE_TRY(const Core core, core_of(rules, proposal));
  StabilityOptions asked;
  asked.leiden = leiden_options(core, rules, proposal, options);
  asked.resolutions = resolution_ladder(core.graph, options.steps);
  asked.runs = options.runs;
  HANSE_TRY(const auto points, stability(core.graph, asked));
  for (const ResolutionPoint& point : points)
    proposal.alternatives.push_back(alternative_of(core, point));
  const size_t chosen = points.empty() ? kNoPoint : chosen_of(points, rules);
  if (chosen == kNoPoint) {
    proposal.answer = DomainsAnswer::kStayCentral;
    proposal.reasons.push_back(
        fmt::format("at none of {} resolutions does the evidence fall into two domains or more",
                    points.size()));
    return {};
  }
  proposal.alternatives[chosen].is_chosen = true;
  take_point(core, points[chosen], proposal, node_stability);
  asked.leiden.resolution = proposal.resolution;
  HANSE_TRY(proposal.quality_by_chance, quality_by_chance(core.graph, asked.leiden));
  give_homes(evidence, rules, proposal);
  return count_domains(rules, proposal.alternatives[chosen], proposal);
}

void judge(const Inventory& inventory, DomainProposal& proposal) {
  std::set<std::string> owners;  // one of them empty where some have none
  for (const auto& each : inventory.applications) owners.insert(each.owner);
  if (owners.size() == 1 && !owners.begin()->empty())
    proposal.reasons.push_back(
        fmt::format("one team, `{}`, owns all {} applications: there is nobody to give a domain to",
                    *owners.begin(), inventory.applications.size()));
  if (proposal.boundary.share_cut > kCutMax)
    proposal.reasons.push_back(fmt::format(
        "{:.0f} % of the evidence would cross the best boundaries, expected at most {:.0f} %",
        100 * proposal.boundary.share_cut, 100 * kCutMax));
  if (proposal.quality <= proposal.quality_by_chance)
    proposal.reasons.push_back(fmt::format(
        "the same evidence with its ends exchanged at random falls into domains as well: quality "
        "{:.2f} against {:.2f} by chance (best of {} draws)",
        proposal.quality, proposal.quality_by_chance, kRewiredRuns));
  if (!proposal.reasons.empty()) proposal.answer = DomainsAnswer::kStayCentral;
}

}  // namespace

Result<DomainProposal> discover_domains(const Inventory& inventory, const DomainEvidence& evidence,
                                        const DiscoverOptions& options) {
  HANSE_TRY(const DomainRules rules, rules_of(inventory, evidence, options));
  DomainProposal proposal;
  proposal.rules = rules;
  proposal.domain_of.assign(evidence.items.size(), kNoDomain);
  HANSE_TRY_STATUS(place_items(evidence, rules, proposal));
  note_missing(inventory, evidence, proposal);
  if (proposal.answer == DomainsAnswer::kTooThin) return proposal;
  std::vector<double> node_stability;
  HANSE_TRY_STATUS(partition_items(evidence, rules, options, proposal, node_stability));
  if (proposal.answer == DomainsAnswer::kStayCentral) return proposal;
  HANSE_TRY_STATUS(describe_domains(inventory, evidence, proposal));
  for (ProposedDomain& domain : proposal.domains) domain.stability = 0;
  for (GraphNode node = 0; node < proposal.items.size(); ++node) {
    ProposedDomain& domain = proposal.domains[proposal.partition.community[node]];
    domain.stability += node_stability[node] / static_cast<double>(domain.items.size());
  }
  judge(inventory, proposal);
  return proposal;
}

}  // namespace hanse::strategy
