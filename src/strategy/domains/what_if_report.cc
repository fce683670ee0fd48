// SPDX-License-Identifier: Apache-2.0
#include "base/json_text.h"
#include "base/words.h"
#include "strategy/domains/proposal_report.h"
#include "strategy/domains/what_if.h"

namespace hanse::strategy {
namespace {

size_t agreements_of(const DomainProposal& proposal) {
  size_t out = 0;
  for (const ProposedDomain& each : proposal.domains) out += each.agreements_needed;
  return out;
}
size_t products_of(const DomainProposal& proposal) {
  size_t out = 0;
  for (const ProposedDomain& each : proposal.domains) out += each.shared.size();
  return out;
}

Callout callout_of(const DomainProposal& before, const WhatIf& result) {
  if (result.moved.empty())
    return {Verdict::kCaution, "Nothing moves: all of it is there already."};
  const auto more = static_cast<int64_t>(agreements_of(result.after)) -
                    static_cast<int64_t>(agreements_of(before));
  const double cut = result.after.boundary.share_cut - before.boundary.share_cut;
  const bool is_worse = !result.broken.empty() || !result.torn.empty();
  std::string text = fmt::format(
      "{} of {} items move: {:+} agreements at boundaries, {:+.1f} points of the evidence cross "
      "them, quality {:+.2f}.",
      result.moved.size(), result.after.items.size(), more, 100 * cut,
      result.effect.quality_after - result.effect.quality_before);
  if (!result.broken.empty()) text += " It breaks: " + joined(result.broken, "; ") + ".";
  if (!result.torn.empty())
    text += " What is left hangs together no more: " + joined(result.torn) + ".";
  return {is_worse              ? Verdict::kStop
          : cut > 0 || more > 0 ? Verdict::kCaution
                                : Verdict::kGood,
          std::move(text)};
}

ReportTable costs_table(const DomainProposal& before, const WhatIf& result) {
  ReportTable out{
      "cost", "Before and after", {{"measure", false}, {"before", true}, {"after", true}}, {}};
  const auto percent = [](double share) { return fmt::format("{:.1f} %", 100 * share); };
  out.rows = {{"evidence that crosses boundaries", percent(before.boundary.share_cut),
               percent(result.after.boundary.share_cut)},
              {"dependencies that cross boundaries", std::to_string(result.effect.contracts_before),
               std::to_string(result.effect.contracts_after)},
              {"data that must become a product", std::to_string(products_of(before)),
               std::to_string(products_of(result.after))},
              {"agreements at boundaries", std::to_string(agreements_of(before)),
               std::to_string(agreements_of(result.after))},
              {"applications that lie in several domains", std::to_string(before.splits.size()),
               std::to_string(result.after.splits.size())},
              {"statements that are not followed", std::to_string(before.against.size()),
               std::to_string(result.after.against.size())},
              {"quality (CPM)", fmt::format("{:.2f}", result.effect.quality_before),
               fmt::format("{:.2f}", result.effect.quality_after)}};
  return out;
}

ReportTable domains_table(const DomainProposal& before, const WhatIf& result) {
  ReportTable out{"domains",
                  "Domains that change",
                  {{"domain", false},
                   {"items before", true},
                   {"items after", true},
                   {"conductance before", true},
                   {"conductance after", true},
                   {"owner before", false},
                   {"owner after", false}},
                  {}};
  for (size_t i = 0; i < result.after.domains.size(); ++i) {
    const ProposedDomain& after = result.after.domains[i];
    const ProposedDomain none;
    const ProposedDomain& then = i < before.domains.size() ? before.domains[i] : none;
    if (then.items == after.items) continue;
    out.rows.push_back({after.id, std::to_string(then.items.size()),
                        std::to_string(after.items.size()),
                        fmt::format("{:.2f}", then.metrics.conductance),
                        fmt::format("{:.2f}", after.metrics.conductance), then.owner, after.owner});
  }
  return out;
}

ReportTable changes_table(const WhatIf& result) {
  ReportTable out{"changes",
                  "Products and agreements that come and go",
                  {{"change", false}, {"what", false}},
                  {}};
  const auto add = [&](const char* change, const std::vector<std::string>& all) {
    for (const std::string& each : all) out.rows.push_back({change, each});
  };
  add("new product", result.products_added);
  add("no product any more", result.products_removed);
  add("new agreement", result.agreements_added);
  add("no agreement any more", result.agreements_removed);
  return out;
}

}  // namespace

Report what_if_report(const Inventory& inventory, const DomainEvidence& evidence,
                      const DomainProposal& proposal, const WhatIf& result, std::string made_at) {
  Report out;
  out.tool = "domains-what-if";
  out.command = "domains what-if";
  out.title = "What if";
  out.subject = inventory.name.empty() ? inventory.id : inventory.name;
  out.made_at = std::move(made_at);
  out.rests_on = evidence_figures(inventory, evidence);
  ReportSection section{"Cost of the move", {callout_of(proposal, result)}};
  section.blocks.emplace_back(costs_table(proposal, result));
  if (auto table = domains_table(proposal, result); !table.rows.empty())
    section.blocks.emplace_back(std::move(table));
  if (auto table = changes_table(result); !table.rows.empty())
    section.blocks.emplace_back(std::move(table));
  ReportList against;
  for (const size_t each : result.newly_against) {
    const InventoryStatement& said = inventory.statements[each];
    against.items.push_back(fmt::format("{}: {} {}", said.who, joined(said.items), said.says));
  }
  if (!against.items.empty()) {
    section.blocks.emplace_back(Paragraph{"It goes against what people said:"});
    section.blocks.emplace_back(std::move(against));
  }
  out.sections.push_back(std::move(section));
  Json moved = Json::array();
  for (const std::uint32_t item : result.moved) moved.push(evidence.items[item].id);
  out.data = Json::object({{"moved", std::move(moved)},
                           {"quality_before", result.effect.quality_before},
                           {"quality_after", result.effect.quality_after},
                           {"crossing_before", proposal.boundary.share_cut},
                           {"crossing_after", result.after.boundary.share_cut},
                           {"agreements_before", uint64_t{agreements_of(proposal)}},
                           {"agreements_after", uint64_t{agreements_of(result.after)}},
                           {"products_added", json_list(result.products_added)},
                           {"products_removed", json_list(result.products_removed)},
                           {"agreements_added", json_list(result.agreements_added)},
                           {"agreements_removed", json_list(result.agreements_removed)},
                           {"broken", json_list(result.broken)},
                           {"torn", json_list(result.torn)}});
  return out;
}

}  // namespace hanse::strategy
