// SPDX-License-Identifier: Apache-2.0
#include "base/json_text.h"
#include "strategy/domains/proposal_report.h"

namespace hanse::strategy {
namespace {

Json ids(const DomainEvidence& evidence, const std::vector<std::uint32_t>& items) {
  Json out = Json::array();
  for (const std::uint32_t item : items) out.push(evidence.items[item].id);
  return out;
}

Json domain_json(const Inventory& inventory, const DomainEvidence& evidence,
                 const DomainProposal& proposal, const ProposedDomain& domain) {
  Json capabilities = Json::array(), assets = Json::array(), shared = Json::array(),
       applications = Json::array(), teams = Json::array();
  for (const std::uint32_t item : domain.items)
    (evidence.items[item].is_asset ? assets : capabilities).push(evidence.items[item].id);
  for (const SharedAsset& each : domain.shared) {
    Json consumers = Json::array();
    for (const std::uint32_t to : each.consumers) consumers.push(proposal.domains[to].id);
    shared.push(Json::object({{"asset", evidence.items[each.item].id},
                              {"consumers", std::move(consumers)},
                              {"applications", uint64_t{each.applications}}}));
  }
  for (const size_t each : domain.applications) applications.push(inventory.applications[each].id);
  for (const DomainTeamShare& each : domain.teams)
    teams.push(Json::object({{"team", inventory.teams[each.team].id},
                             {"share", each.share},
                             {"applications", uint64_t{each.applications}}}));
  Json out = Json::object({{"id", domain.id},
                           {"name", domain.name},
                           {"named_after", domain.named_after},
                           {"capabilities", std::move(capabilities)},
                           {"assets", std::move(assets)},
                           {"applications", std::move(applications)},
                           {"teams", std::move(teams)},
                           {"conductance", domain.metrics.conductance},
                           {"afferent", uint64_t{domain.metrics.afferent}},
                           {"efferent", uint64_t{domain.metrics.efferent}}});
  out.set("instability", domain.metrics.instability ? Json(*domain.metrics.instability) : Json());
  out.set("stability", domain.stability);
  out.set("products", std::move(shared));
  out.set("agreements_needed", uint64_t{domain.agreements_needed});
  out.set("owner", domain.owner.empty() ? Json() : Json(domain.owner));
  out.set("people", domain.people > 0 ? Json(domain.people) : Json());
  return out;
}

}  // namespace

Json proposal_json(const Inventory& inventory, const DomainEvidence& evidence,
                   const DomainProposal& proposal) {
  Json domains = Json::array(), alternatives = Json::array(), flips = Json::array(),
       hubs = Json::array(), splits = Json::array();
  for (const ProposedDomain& each : proposal.domains)
    domains.push(domain_json(inventory, evidence, proposal, each));
  for (const DomainAlternative& each : proposal.alternatives)
    alternatives.push(Json::object({{"resolution", each.resolution},
                                    {"domains", uint64_t{each.domains}},
                                    {"largest", uint64_t{each.largest}},
                                    {"variation", each.variation},
                                    {"cut", each.cut},
                                    {"flips", uint64_t{each.flips}},
                                    {"chosen", each.is_chosen}}));
  for (const ProposalFlip& each : proposal.flips)
    flips.push(Json::object({{"one", evidence.items[each.a].id},
                             {"other", evidence.items[each.b].id},
                             {"together", each.together}}));
  Json undecided = Json::array();
  for (const UndecidedItem& each : proposal.undecided) {
    Json parts = Json::object();
    for (const auto& [domain, share] : each.domains) parts.set(proposal.domains[domain].id, share);
    undecided.push(Json::object({{"item", evidence.items[each.item].id},
                                 {"domains", std::move(parts)},
                                 {"pairs", uint64_t{each.pairs}}}));
  }
  for (const HubApplication& each : evidence.hubs)
    hubs.push(Json::object({{"application", inventory.applications[each.application].id},
                            {"kind", hub_kind_name(each.kind)},
                            {"neighbours", uint64_t{each.neighbours}},
                            {"stated", each.is_stated}}));
  for (const SplitApplication& each : proposal.splits) {
    Json parts = Json::object();
    for (const auto& [domain, share] : each.domains) parts.set(proposal.domains[domain].id, share);
    splits.push(Json::object({{"application", inventory.applications[each.application].id},
                              {"domains", std::move(parts)}}));
  }
  Json out = Json::object({{"answer", answer_name(proposal.answer)},
                           {"reasons", json_list(proposal.reasons)},
                           {"missing", json_list(proposal.missing)},
                           {"domains", std::move(domains)},
                           {"alternatives", std::move(alternatives)},
                           {"flips", std::move(flips)},
                           {"flip_count", uint64_t{proposal.flip_count}},
                           {"undecided", std::move(undecided)},
                           {"hub_applications", std::move(hubs)},
                           {"hub_items", ids(evidence, proposal.hub_items)},
                           {"unplaced", ids(evidence, proposal.unplaced)},
                           {"split_applications", std::move(splits)},
                           {"evidence_crossing", proposal.boundary.share_cut},
                           {"quality", proposal.quality},
                           {"quality_by_chance", proposal.quality_by_chance}});
  const auto& share = proposal.congruence.share;
  out.set("congruence", share && !inventory.collaborations.empty() ? Json(*share) : Json());
  return out;
}

}  // namespace hanse::strategy
