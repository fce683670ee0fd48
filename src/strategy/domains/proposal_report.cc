// SPDX-License-Identifier: Apache-2.0
#include "strategy/domains/proposal_report.h"

#include <algorithm>

#include "base/words.h"
#include "strategy/domains/import_rows.h"
#include "strategy/report/charts.h"

namespace hanse::strategy {
namespace {

Figure figure(std::string id, std::string label, std::optional<double> value, std::string unit,
              std::string source) {
  return {std::move(id),
          std::move(label),
          value,
          std::move(unit),
          Basis::kStated,
          std::move(source),
          {},
          {},
          1};
}

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

double stability_of(const DomainProposal& proposal) {
  double sum = 0, items = 0;
  for (const ProposedDomain& domain : proposal.domains) {
    sum += domain.stability * static_cast<double>(domain.items.size());
    items += static_cast<double>(domain.items.size());
  }
  return items > 0 ? sum / items : 0;
}

Callout callout_of(const DomainProposal& proposal) {
  const std::string why = joined(proposal.reasons, "; ");
  switch (proposal.answer) {
    case DomainsAnswer::kTooThin:
      return {Verdict::kStop, "The inventory is too thin for an answer: " + why + "."};
    case DomainsAnswer::kStayCentral:
      return {Verdict::kStop, "Stay central: " + why + "."};
    case DomainsAnswer::kDomains:
      break;
  }
  return {proposal.flip_count == 0 ? Verdict::kGood : Verdict::kCaution,
          fmt::format("{} domains keep {} of the evidence inside. {}", proposal.domains.size(),
                      percent(1 - proposal.boundary.share_cut),
                      proposal.flip_count == 0
                          ? "No pair changes sides when the evidence does."
                          : fmt::format("{} pairs change sides when the evidence does: people "
                                        "decide them.",
                                        proposal.flip_count))};
}

ReportSection answer_section(const Inventory& inventory, const DomainEvidence& evidence,
                             const DomainProposal& proposal) {
  ReportSection out{"Answer", {callout_of(proposal)}};
  if (!proposal.domains.empty()) {
    size_t products = 0, agreements = 0;
    for (const ProposedDomain& domain : proposal.domains) {
      products += domain.shared.size();
      agreements += domain.agreements_needed;
    }
    const std::string source = origin_text(inventory.origin);
    FigureRow row;
    row.figures = {
        figure("domains", "domains", static_cast<double>(proposal.domains.size()), "", source),
        figure("inside", "of the evidence stays inside", 100 * (1 - proposal.boundary.share_cut),
               "%", source),
        figure("stability", "of pairs stay as they are when evidence is drawn anew",
               100 * stability_of(proposal), "%", source),
        figure("products", "data that must become a product", static_cast<double>(products), "",
               source),
        figure("agreements", "agreements needed at boundaries", static_cast<double>(agreements), "",
               source)};
    out.blocks.emplace_back(std::move(row));
  }
  if (!proposal.missing.empty()) {
    out.blocks.emplace_back(Paragraph{"What would make the answer surer:"});
    out.blocks.emplace_back(ReportList{proposal.missing, false});
  }
  const auto counted = [](size_t count, const char* noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
  };
  const auto assets = std::ranges::count_if(evidence.items, &DomainItem::is_asset);
  out.blocks.emplace_back(
      Paragraph{fmt::format("From {}: capabilities: {}, data assets: {}, {}, {}, {}.",
                            inventory.path, static_cast<int64_t>(evidence.items.size()) - assets,
                            assets, counted(inventory.applications.size(), "application"),
                            counted(inventory.integrations.size(), "integration"),
                            counted(inventory.statements.size(), "statement"))});
  return out;
}

ReportSection alternatives_section(const DomainProposal& proposal) {
  ReportSection out{"Other resolutions", {}};
  ReportTable table{"alternatives",
                    "Finer and coarser boundaries, and how much each moves when evidence is drawn "
                    "anew (variation of information over log n; lower is steadier)",
                    {{"resolution", true},
                     {"domains", true},
                     {"largest", true},
                     {"variation", true},
                     {"crossing", true},
                     {"pairs that flip", true},
                     {"chosen", false}},
                    {}};
  CategoryChart chart{{}, {{"variation", {}}, {"crossing", {}}}, "share"};
  for (const DomainAlternative& each : proposal.alternatives) {
    table.rows.push_back({number_text(each.resolution), std::to_string(each.domains),
                          std::to_string(each.largest), fmt::format("{:.3f}", each.variation),
                          percent(each.cut), std::to_string(each.flips),
                          each.is_chosen ? "yes" : ""});
    chart.categories.push_back(fmt::format("{} domains", each.domains));
    chart.series[0].values.emplace_back(each.variation);
    chart.series[1].values.emplace_back(each.cut);
  }
  out.blocks.emplace_back(std::move(table));
  out.blocks.emplace_back(ReportChart{
      "alternatives-chart", "How steady each resolution is",
      "Variation and crossing evidence of each resolution; the lowest variation is proposed.",
      line_chart(chart), 300, "alternatives"});
  out.blocks.emplace_back(Paragraph{fmt::format(
      "Quality of the chosen (CPM): {}; the same evidence with its ends exchanged at random "
      "reaches {} at best.",
      number_text(proposal.quality), number_text(proposal.quality_by_chance))});
  return out;
}

ReportSection evidence_section(const Inventory& inventory, const DomainEvidence& evidence) {
  ReportSection out{"What it rests on", {}};
  ReportTable table{"evidence",
                    "Kinds of evidence and how much each counts",
                    {{"kind", false},
                     {"entries", true},
                     {"pairs", true},
                     {"weight", true},
                     {"share", true},
                     {"basis", false}},
                    {}};
  const auto figures = evidence_figures(inventory, evidence);
  double sum = 0;
  for (const EvidenceLayer& layer : evidence.layers) sum += layer.total;
  for (size_t i = 0; i < evidence.layers.size(); ++i) {
    const EvidenceLayer& layer = evidence.layers[i];
    table.rows.push_back({std::string(evidence_name(layer.kind)), std::to_string(layer.statements),
                          std::to_string(layer.pairs), number_text(layer.weight),
                          percent(sum > 0 ? layer.total / sum : 0),
                          std::string(basis_name(figures[i].basis))});
  }
  out.blocks.emplace_back(std::move(table));
  if (evidence.hubs.empty()) return out;
  ReportTable hubs{
      "hubs",
      "Systems that everything is connected to: set apart, they say nothing of "
      "boundaries and become platform or are split",
      {{"application", false}, {"kind", false}, {"neighbours", true}, {"known from", false}},
      {}};
  for (const HubApplication& hub : evidence.hubs)
    hubs.rows.push_back({inventory.applications[hub.application].id,
                         std::string(hub_kind_name(hub.kind)), std::to_string(hub.neighbours),
                         hub.is_stated ? "stated" : "its neighbours"});
  out.blocks.emplace_back(std::move(hubs));
  return out;
}

// The first link of a kind of evidence, where an importer wrote all of them.
const InventoryLink* measured_by(const Inventory& inventory, EvidenceKind kind) {
  const InventoryLink* out = nullptr;
  for (const InventoryLink& link : inventory.links) {
    const bool is_query = link.kind == "readTogether";
    if (kind != (is_query ? EvidenceKind::kQueries : EvidenceKind::kForeignKeys)) continue;
    if (!is_imported(link)) return nullptr;
    if (out == nullptr) out = &link;
  }
  return out;
}

}  // namespace

std::string_view answer_name(DomainsAnswer answer) {
  switch (answer) {
    case DomainsAnswer::kDomains:
      return "domains";
    case DomainsAnswer::kStayCentral:
      return "stay_central";
    case DomainsAnswer::kTooThin:
      return "too_thin";
  }
  return {};
}

std::string origin_text(const InventoryOrigin& origin) {
  std::string out = origin.who;
  if (!origin.when.empty()) out += ", " + origin.when;
  if (!origin.how.empty()) out += " (" + origin.how + ")";
  return out;
}

std::string domain_ids(const DomainProposal& proposal, const std::vector<std::uint32_t>& domains) {
  std::vector<std::string> out;
  for (const std::uint32_t domain : domains) out.push_back(proposal.domains[domain].id);
  return joined(out);
}

std::vector<Figure> evidence_figures(const Inventory& inventory, const DomainEvidence& evidence) {
  std::vector<Figure> out;
  for (const EvidenceLayer& layer : evidence.layers) {
    Figure one = figure(fmt::format("evidence-{}", static_cast<int>(layer.kind)),
                        std::string(evidence_name(layer.kind)),
                        static_cast<double>(layer.statements), "", origin_text(inventory.origin));
    one.weight = layer.total;
    if (const InventoryLink* link = measured_by(inventory, layer.kind)) {
      one.basis = Basis::kMeasured;
      one.source = link->source;
    }
    out.push_back(std::move(one));
  }
  return out;
}

Report proposal_report(const Inventory& inventory, const DomainEvidence& evidence,
                       const DomainProposal& proposal, std::string made_at) {
  Report out;
  out.tool = "domains";
  out.title = "Domain boundaries";
  out.subject = inventory.name.empty() ? inventory.id : inventory.name;
  out.made_at = std::move(made_at);
  out.rests_on = evidence_figures(inventory, evidence);
  out.sections.push_back(answer_section(inventory, evidence, proposal));
  if (!proposal.domains.empty()) {
    out.sections.push_back(domains_section(inventory, evidence, proposal));
    out.sections.push_back(people_section(inventory, evidence, proposal));
  }
  if (!proposal.alternatives.empty()) out.sections.push_back(alternatives_section(proposal));
  if (!proposal.domains.empty()) {
    out.sections.push_back(organisation_section(inventory, proposal));
    out.sections.push_back(reasons_section(inventory, evidence, proposal));
  }
  if (!evidence.layers.empty()) out.sections.push_back(evidence_section(inventory, evidence));
  out.data = proposal_json(inventory, evidence, proposal);
  return out;
}

}  // namespace hanse::strategy
