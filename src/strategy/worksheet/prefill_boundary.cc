// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/words.h"
#include "strategy/domains/reasons.h"
#include "strategy/worksheet/prefill.h"

namespace hanse::strategy {
namespace {

// As the mesh has it: what people wrote goes before what is proposed.
void fill_from_mesh(const spec::Model& mesh, const DomainId& id, const spec::Domain& domain,
                    Worksheet& sheet) {
  auto& sections = sheet.sections;
  if (!domain.description.empty()) sections["purpose"].push_back({domain.description});
  if (!domain.subdomain_type.empty()) sections["classification"].push_back({domain.subdomain_type});
  for (const auto& [capability, relation] : domain.capabilities)
    sections["capabilities"].push_back({fmt::format("{} ({})", capability, relation)});
  for (const spec::Term& term : domain.terms)
    sections["language"].push_back({term.term, term.definition});
  for (const std::string& rule : domain.business_rules)
    sections["businessDecisions"].push_back({rule});
  if (const auto* entry = mesh.domain_entry(id))
    sections["ownership"].push_back({fmt::format("owner: {}", entry->owner.str())});
  const auto pattern_of = [](const spec::Domain& one, const DomainId& other) {
    for (const spec::Relationship& each : one.relationships)
      if (each.domain == other) return each.pattern;
    return std::string();
  };
  for (const spec::Agreement& each : mesh.agreements) {
    const std::string what =
        each.provider_product +
        (each.provider_port.empty() || each.provider_port == each.provider_product
             ? ""
             : "/" + each.provider_port);
    if (each.provider_domain == id)
      sections["inbound"].push_back(
          {each.consumer_domain.str(), what, each.id, pattern_of(domain, each.consumer_domain)});
    if (each.consumer_domain == id)
      sections["outbound"].push_back(
          {each.provider_domain.str(), what, each.id, pattern_of(domain, each.provider_domain)});
  }
}

void fill_messages(const WorksheetFacts& facts, std::uint32_t number, Worksheet& sheet) {
  const DomainProposal& proposal = *facts.proposal;
  for (const SharedAsset& each : proposal.domains[number].shared)
    for (const std::uint32_t consumer : each.consumers)
      sheet.sections["inbound"].push_back({proposal.domains[consumer].id,
                                           facts.evidence->items[each.item].name, "to be agreed",
                                           "customerSupplier"});
  for (const ProposedDomain& other : proposal.domains)
    for (const SharedAsset& each : other.shared)
      if (std::ranges::binary_search(each.consumers, number))
        sheet.sections["outbound"].push_back(
            {other.id, facts.evidence->items[each.item].name, "to be agreed", "customerSupplier"});
}

void fill_from_proposal(const WorksheetFacts& facts, std::uint32_t number, Worksheet& sheet) {
  const ProposedDomain& domain = facts.proposal->domains[number];
  auto& sections = sheet.sections;
  for (const std::uint32_t item : domain.items) {
    const DomainItem& it = facts.evidence->items[item];
    if (it.is_asset)
      sections["language"].push_back({it.name, facts.inventory->assets[it.index].description});
    else
      sections["capabilities"].push_back({it.name});
  }
  fill_messages(facts, number, sheet);
  if (!domain.owner.empty()) sections["ownership"].push_back({"owner: " + domain.owner});
  for (const DomainTeamShare& each : domain.teams)
    if (const auto& id = facts.inventory->teams[each.team].id; id != domain.owner)
      sections["ownership"].push_back(
          {fmt::format("{}: {:.0f} % of its work", id, 100 * each.share)});
  for (const auto& reasons :
       {coupling_reasons(*facts.inventory, *facts.evidence, *facts.proposal, number),
        service_reasons(*facts.inventory, *facts.evidence, *facts.proposal, number)})
    for (const DomainReason& reason : reasons)
      if (reason.says != ReasonSays::kOpen)
        sections[reason.says == ReasonSays::kFor ? "verification" : "assumptions"].push_back(
            {fmt::format("{}: {}", reason.criterion, reason.text)});
      else
        sections["openQuestions"].push_back({fmt::format("{}: {}", reason.criterion, reason.text)});
  for (const UndecidedItem& each : facts.proposal->undecided)
    for (const auto& [at, share] : each.domains)
      if (at == number)
        sections["openQuestions"].push_back(
            {fmt::format("Does `{}` belong here? In {:.0f} % of the runs it does.",
                         facts.evidence->items[each.item].name, 100 * share)});
}

}  // namespace

Status fill_boundary(const WorksheetFacts& facts, const std::string& domain, Worksheet& sheet) {
  std::vector<std::string> names;
  sheet.id = domain;
  sheet.subject = domain;
  if (facts.mesh != nullptr)
    for (const auto& [id, it] : facts.mesh->domains) {
      names.push_back(id.str());
      if (id.str() != domain) continue;
      if (!it.name.empty()) sheet.subject = it.name;
      fill_from_mesh(*facts.mesh, id, it, sheet);
      return {};
    }
  if (facts.proposal != nullptr)
    for (std::uint32_t i = 0; i < facts.proposal->domains.size(); ++i) {
      names.push_back(facts.proposal->domains[i].id);
      if (facts.proposal->domains[i].id != domain) continue;
      sheet.subject = facts.proposal->domains[i].name;
      fill_from_proposal(facts, i, sheet);
      return {};
    }
  const std::string_view near = nearest(domain, {names.begin(), names.end()});
  return fail(ErrorCode::kInvalidArgument,
              domain.empty()
                  ? "expected a domain: `--domain NAME`"
                  : fmt::format("neither the mesh nor its proposal has a domain `{}`", domain),
              near.empty() ? (names.empty() ? std::string() : "domains are " + joined(names))
                           : fmt::format("did you mean `{}`?", near));
}

}  // namespace hanse::strategy
