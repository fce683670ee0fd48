// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/json.h"
#include "strategy/domains/proposal.h"
#include "strategy/report/report.h"

namespace hanse::strategy {

// A proposal as people and programs read it: the answer and what it rests on first, then domains,
// what becomes a product, what is left to people, the organisation, reasons in words, and what
// would make it surer. Pure; `made_at` as format_time writes it.
Report proposal_report(const Inventory& inventory, const DomainEvidence& evidence,
                       const DomainProposal& proposal, std::string made_at);

// The figures that the evidence amounts to: one a kind, stated or measured, each with its weight.
std::vector<Figure> evidence_figures(const Inventory& inventory, const DomainEvidence& evidence);
// {"answer":…,"domains":[…],…}: what `--output json` has besides.
Json proposal_json(const Inventory& inventory, const DomainEvidence& evidence,
                   const DomainProposal& proposal);

// Sections that need a file of their own.
ReportSection domains_section(const Inventory& inventory, const DomainEvidence& evidence,
                              const DomainProposal& proposal);
ReportSection people_section(const Inventory& inventory, const DomainEvidence& evidence,
                             const DomainProposal& proposal);
ReportSection organisation_section(const Inventory& inventory, const DomainProposal& proposal);
ReportSection reasons_section(const Inventory& inventory, const DomainEvidence& evidence,
                              const DomainProposal& proposal);

// "who, when (how)" of the inventory.
std::string origin_text(const InventoryOrigin& origin);
std::string_view answer_name(DomainsAnswer answer);  // domains | stay_central | too_thin
// Names of domains, apart by a comma.
std::string domain_ids(const DomainProposal& proposal, const std::vector<std::uint32_t>& domains);

}  // namespace hanse::strategy
