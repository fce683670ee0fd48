// SPDX-License-Identifier: Apache-2.0
#include "strategy/worksheet/prefill.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/clock.h"
#include "base/words.h"
#include "strategy/domains/proposal_report.h"

namespace hanse::strategy {
namespace {

constexpr size_t kDateBytes = 10;
constexpr size_t kBlocksMax = 12;  // a canvas that lists everything shows nothing

std::string title_of(const std::string& name, const std::string& id) {
  return name.empty() ? id : name;
}

// Applications by what they do with an asset.
std::string applications_of(const Inventory& inventory, const std::string& asset, bool makes) {
  std::set<std::string> out;
  for (const InventoryAccess& each : inventory.access)
    if (each.asset == asset && (each.mode != "reads") == makes) out.insert(each.application);
  for (const InventoryIntegration& each : inventory.integrations)
    if (!makes && std::ranges::find(each.assets, asset) != each.assets.end()) out.insert(each.to);
  return joined({out.begin(), out.end()});
}

// Assets that applications of a capability make or read.
std::string assets_of(const Inventory& inventory, const std::vector<std::string>& capabilities,
                      bool makes) {
  std::set<std::string> applications, out;
  for (const InventoryApplication& each : inventory.applications)
    if (std::ranges::any_of(each.capabilities, [&](const std::string& id) {
          return std::ranges::find(capabilities, id) != capabilities.end();
        }))
      applications.insert(each.id);
  for (const InventoryAccess& each : inventory.access)
    if ((each.mode != "reads") == makes && applications.contains(each.application))
      out.insert(each.asset);
  return joined({out.begin(), out.end()});
}

}  // namespace

std::string domain_of_item(const WorksheetFacts& facts, const std::string& id) {
  if (facts.proposal != nullptr) {
    const auto item = facts.evidence->item_of.find(id);
    if (item != facts.evidence->item_of.end() &&
        facts.proposal->domain_of[item->second] != kNoDomain && !facts.proposal->domains.empty())
      return facts.proposal->domains[facts.proposal->domain_of[item->second]].id;
  }
  if (facts.mesh != nullptr)
    for (const auto& [domain, it] : facts.mesh->domains)
      for (const auto& [capability, relation] : it.capabilities)
        if (capability == id && relation == "owns") return domain.str();
  return {};
}

void count_usage(const ledger::RecentEntries& recent, int64_t now_us,
                 std::vector<WorksheetTable>& tables) {
  std::map<std::string, WorksheetTable*> by_name;
  for (WorksheetTable& each : tables) by_name[each.table] = &each;
  std::map<std::string, std::set<std::string>> by_decision, readers;
  for (const ledger::Entry& entry : recent.entries)
    for (const Json& table : entry.body["tables"].items())
      if (table["allow"].as_bool())
        by_decision[std::string(entry.body["decision_id"].as_string())].emplace(
            table["table"].as_string());
  for (const ledger::Entry& entry : recent.entries) {
    if (entry.body["outcome"].as_string() != "allowed") continue;
    if (parse_time(entry.time).value_or(INT64_MAX) > now_us) continue;
    const std::string_view repeats = entry.body["repeats"].as_string();
    const std::string decision(repeats.empty() ? entry.body["decision_id"].as_string() : repeats);
    for (const std::string& table : by_decision[decision]) {
      const auto found = by_name.find(table);
      if (found == by_name.end()) continue;
      ++found->second->statements;
      readers[table].emplace(entry.body["principal"]["user"].as_string());
      found->second->last_read =
          std::max(found->second->last_read, entry.time.substr(0, kDateBytes));
    }
  }
  for (const auto& [table, names] : readers) by_name[table]->readers = names.size();
}

void fill_business_model(const WorksheetFacts& facts, Worksheet& sheet) {
  auto& activities = sheet.sections["keyActivities"];
  auto& resources = sheet.sections["keyResources"];
  auto& values = sheet.sections["valuePropositions"];
  if (facts.inventory != nullptr) {
    for (const InventoryCapability& each : facts.inventory->capabilities)
      if (each.parent.empty() && activities.size() < kBlocksMax)
        activities.push_back({title_of(each.name, each.id), "", each.id});
    for (const InventoryStream& each : facts.inventory->streams)
      if (values.size() < kBlocksMax) values.push_back({title_of(each.name, each.id), "", ""});
  }
  if (facts.mesh != nullptr)
    for (const auto& [id, product] : facts.mesh->products)
      if (resources.size() < kBlocksMax)
        resources.push_back({id.str(), product.description.purpose, ""});
}

void fill_value_streams(const WorksheetFacts& facts, Worksheet& sheet) {
  auto& stages = sheet.sections["stages"];
  auto& handovers = sheet.sections["handovers"];
  if (facts.inventory == nullptr) return;
  for (const InventoryStream& stream : facts.inventory->streams) {
    std::string before;
    for (const InventoryStage& stage : stream.stages) {
      std::set<std::string> domains;
      for (const std::string& capability : stage.capabilities)
        if (auto domain = domain_of_item(facts, capability); !domain.empty())
          domains.insert(std::move(domain));
      const std::string here = joined({domains.begin(), domains.end()});
      stages.push_back({title_of(stream.name, stream.id), stage.name, joined(stage.capabilities),
                        here, assets_of(*facts.inventory, stage.capabilities, false),
                        assets_of(*facts.inventory, stage.capabilities, true), "", ""});
      if (!before.empty() && !here.empty() && before != here)
        handovers.push_back({before, here, stream.id, ""});
      before = here;
    }
  }
}

void fill_capabilities(const WorksheetFacts& facts, Worksheet& sheet) {
  auto& rows = sheet.sections["capabilities"];
  auto& shared = sheet.sections["organisation"];
  if (facts.inventory == nullptr) return;
  std::set<std::string_view> parents;
  for (const auto& each : facts.inventory->capabilities) parents.insert(each.parent);
  for (const InventoryCapability& each : facts.inventory->capabilities) {
    if (parents.contains(each.id)) continue;
    std::vector<std::string> systems;
    std::set<std::string> teams, needs;
    for (const InventoryApplication& application : facts.inventory->applications)
      if (std::ranges::find(application.capabilities, each.id) != application.capabilities.end()) {
        systems.push_back(application.id);
        if (!application.owner.empty()) teams.insert(application.owner);
      }
    for (const InventoryAccess& access : facts.inventory->access)
      if (access.mode == "reads" && std::ranges::find(systems, access.application) != systems.end())
        needs.insert(access.asset);
    rows.push_back({title_of(each.name, each.id), domain_of_item(facts, each.id), each.unit,
                    joined(systems), joined({needs.begin(), needs.end()}), "", "", ""});
    if (teams.size() > 1)
      shared.push_back({title_of(each.name, each.id), joined({teams.begin(), teams.end()}), ""});
  }
}

void fill_assets(const WorksheetFacts& facts, Worksheet& sheet) {
  auto& rows = sheet.sections["assets"];
  std::set<std::string> listed;
  if (facts.inventory != nullptr)
    for (const InventoryAsset& each : facts.inventory->assets) {
      listed.insert(each.id);
      std::string owner;
      const std::string makers = applications_of(*facts.inventory, each.id, true);
      for (const InventoryApplication& application : facts.inventory->applications)
        if (application.id == makers) owner = application.owner;
      rows.push_back({each.id, domain_of_item(facts, each.id), makers,
                      applications_of(*facts.inventory, each.id, false), owner, each.classification,
                      joined(each.personal), ""});
    }
  for (const WorksheetTable& table : facts.tables) {
    if (listed.contains(table.table)) continue;
    std::string owner;
    if (const auto* entry = facts.mesh->domain_entry(DomainId(table.domain)))
      owner = entry->owner.str();
    rows.push_back({table.table, table.domain, "", "", owner, "", "", "a product's table"});
  }
}

void fill_usage(const WorksheetFacts& facts, Worksheet& sheet) {
  auto& rows = sheet.sections["usage"];
  auto& findings = sheet.sections["governance"];
  for (const WorksheetTable& each : facts.tables) {
    rows.push_back({each.table, each.domain, std::to_string(each.readers),
                    std::to_string(each.statements), each.last_read, each.checks, each.verdict,
                    ""});
    if (each.statements == 0) findings.push_back({each.table, "nobody reads it", ""});
    if (each.verdict.empty())
      findings.push_back({each.table, "its contract was never checked", ""});
    else if (each.verdict == "failed")
      findings.push_back({each.table, "its checks fail", ""});
  }
}

void fill_interview(const WorksheetFacts& facts, Worksheet& sheet) {
  auto& work = sheet.sections["work"];
  for (const char* question :
       {"What does your team do, and for whom?", "Which data do you make, and who uses it?",
        "Which data do you need of others, and how do you get it?",
        "Which words mean something else in the next team?",
        "Where do you wait for others, and how long?",
        "Which change touched several teams the last time, and why?"})
    work.push_back({question, "", ""});
  if (facts.proposal == nullptr) return;
  auto& undecided = sheet.sections["undecided"];
  for (const UndecidedItem& each : facts.proposal->undecided) {
    std::vector<std::string> domains;
    for (const auto& [domain, share] : each.domains)
      domains.push_back(facts.proposal->domains[domain].name);
    if (domains.size() == 1) domains.emplace_back("another domain");
    undecided.push_back(
        {fmt::format("`{}`: does it belong to {}?", facts.evidence->items[each.item].name,
                     joined(domains, " or to ")),
         "", ""});
  }
  for (const SplitApplication& each : facts.proposal->splits) {
    std::vector<std::string> domains;
    for (const auto& [domain, share] : each.domains)
      domains.push_back(facts.proposal->domains[domain].name);
    undecided.push_back({fmt::format("`{}` works for {}: split it, or who keeps it?",
                                     facts.inventory->applications[each.application].id,
                                     joined(domains, " and for ")),
                         "", ""});
  }
}

namespace {

Status fill(const WorksheetKind& kind, const WorksheetFacts& facts, const std::string& domain,
            Worksheet& sheet) {
  if (kind.kind == "BusinessModelCanvas")
    fill_business_model(facts, sheet);
  else if (kind.kind == "ValueStreamMap")
    fill_value_streams(facts, sheet);
  else if (kind.kind == "CapabilityAssessment")
    fill_capabilities(facts, sheet);
  else if (kind.kind == "AssetInventory")
    fill_assets(facts, sheet);
  else if (kind.kind == "UsageAudit")
    fill_usage(facts, sheet);
  else if (kind.kind == "InterviewGuide")
    fill_interview(facts, sheet);
  else
    return fill_boundary(facts, domain, sheet);
  return {};
}

Figure cells(std::string id, std::string label, size_t count, Basis basis, std::string source) {
  const auto value = static_cast<double>(count);
  return {std::move(id), std::move(label), value, "", basis, std::move(source), {}, {}, value};
}

}  // namespace

Result<Worksheet> prefilled_sheet(const WorksheetKind& kind, const WorksheetFacts& facts,
                                  const std::string& domain) {
  Worksheet out, stated;
  out.id = kind.is_of_domain ? domain : std::string(kind.name);
  if (facts.inventory != nullptr)
    out.subject = title_of(facts.inventory->name, facts.inventory->id);
  else if (facts.mesh != nullptr)
    out.subject = title_of(facts.mesh->mesh.name, facts.mesh->mesh.id);
  HANSE_TRY_STATUS(fill(kind, facts, domain, out));
  // What is there without the mesh is the inventory's word; the rest is read from the mesh.
  const size_t all = filled_cells(out);
  size_t said = facts.inventory != nullptr ? all : 0;
  if (said > 0 && (facts.mesh != nullptr || !facts.tables.empty())) {
    WorksheetFacts without = facts;
    without.mesh = nullptr;
    without.tables.clear();
    said = fill(kind, without, domain, stated) ? std::min(all, filled_cells(stated)) : 0;
  }
  if (all > said)
    out.rests_on.push_back(cells("mesh", "cells from the mesh", all - said, Basis::kMeasured,
                                 "files, state and ledger of the mesh"));
  if (said > 0)
    out.rests_on.push_back(cells("inventory", "cells from the inventory", said, Basis::kStated,
                                 origin_text(facts.inventory->origin)));
  return out;
}

}  // namespace hanse::strategy
