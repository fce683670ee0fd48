// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "base/words.h"
#include "catalog/snapshot.h"
#include "spec/reference.h"
#include "strategy/domains/import_rows.h"

namespace hanse::strategy {
namespace {

constexpr std::array<std::string_view, 4> kLevels = {"public", "internal", "confidential",
                                                     "restricted"};

std::string columns_of(const spec::SchemaObject& table) {
  std::vector<std::string> out;
  for (const spec::Property& column : table.properties) out.push_back(column.name);
  return joined(out, ";");
}

std::string level_of(const spec::SchemaObject& table) {
  size_t highest = 0;
  for (const spec::Property& column : table.properties)
    if (column.classification)
      highest = std::max(highest, static_cast<size_t>(*column.classification));
  const bool is_stated = std::ranges::any_of(
      table.properties, [](const auto& column) { return column.classification.has_value(); });
  return is_stated && highest < kLevels.size() ? std::string(kLevels[highest]) : "";
}

class MeshImport {
 public:
  explicit MeshImport(const spec::Model& mesh) : mesh_(mesh) {}

  InventoryImport run() {
    for (const spec::MeshTeam& team : mesh_.mesh.teams)
      if (team.type != "council") add("teams.csv", {{"id", team.id.str()}, {"name", team.name}});
    for (const auto& [id, domain] : mesh_.domains) add_domain(id, domain);
    for (const catalog::TableEntry& entry : catalog::tables_of(mesh_)) {
      const std::string asset = entry.schema + "." + entry.name;
      assets_[entry.contract->id].push_back(asset);
      add("assets.csv", {{"id", asset},
                         {"name", entry.object->name},
                         {"description", entry.object->description},
                         {"classification", level_of(*entry.object)},
                         {"columns", columns_of(*entry.object)}});
    }
    for (const auto& [id, product] : mesh_.products) add_product(id, product);
    return std::move(out_);
  }

 private:
  void add(std::string_view file, std::vector<ImportCell> row) {
    for (ImportTable& table : out_.tables)
      if (table.file == file) return table.rows.push_back(std::move(row));
    out_.tables.push_back({file, {std::move(row)}});
  }
  std::string owner_of(const DomainId& id) const {
    const auto* entry = mesh_.domain_entry(id);
    return entry == nullptr ? std::string() : entry->owner.str();
  }

  void add_domain(const DomainId& id, const spec::Domain& domain) {
    std::vector<std::string> owned;
    for (const auto& [capability, relation] : domain.capabilities) {
      if (relation != "owns" || !capabilities_.insert(capability).second) continue;
      owned.push_back(capability);
      add("capabilities.csv", {{"id", capability}, {"name", capability}});
    }
    for (const std::string& system : domain.systems)
      add("applications.csv", {{"id", system},
                               {"name", system},
                               {"owner", owner_of(id)},
                               {"capabilities", joined(owned, ";")}});
  }

  // A product creates its tables and reads those of its input ports.
  void add_product(const ProductId& id, const spec::DataProduct& product) {
    add("applications.csv", {{"id", id.str()}, {"name", id.name}, {"owner", owner_of(id.domain)}});
    for (const spec::OutputPort& port : product.output_ports)
      for (const std::string& asset : assets_[port.contract_id])
        add("access.csv", {{"application", id.str()}, {"asset", asset}, {"mode", "creates"}});
    for (const spec::InputPort& port : product.input_ports) {
      const auto assets = assets_.find(port.contract_id);
      if (assets == assets_.end()) continue;
      for (const std::string& asset : assets->second)
        add("access.csv", {{"application", id.str()}, {"asset", asset}, {"mode", "reads"}});
      for (const auto& [provider, other] : mesh_.products)
        for (const spec::OutputPort& output : other.output_ports)
          if (output.contract_id == port.contract_id)
            add("integrations.csv", {{"from", provider.str()},
                                     {"to", id.str()},
                                     {"kind", "product"},
                                     {"assets", joined(assets->second, ";")}});
    }
  }

  const spec::Model& mesh_;
  std::map<std::string, std::vector<std::string>> assets_;  // by contract
  std::set<std::string> capabilities_;
  InventoryImport out_;
};

// The table that a reference leads to within one contract; empty: elsewhere.
std::string target_of(const spec::DataContract& contract, const std::string& text) {
  const auto reference = spec::parse_reference(text);
  if (!reference || !reference->contract.empty()) return {};
  for (const spec::SchemaObject& table : contract.schema)
    if (!reference->steps.empty() &&
        (table.name == reference->steps.front() || table.id == reference->steps.front()))
      return table.name;
  return {};
}

}  // namespace

bool is_imported(const InventoryLink& link) {
  return link.source.starts_with(link.kind == "readTogether" ? kQueriesSource : kKeysSource);
}

InventoryImport import_mesh(const spec::Model& mesh) { return MeshImport(mesh).run(); }

InventoryImport import_foreign_keys(const spec::DataContract& contract, const std::string& source) {
  InventoryImport out;
  ImportTable assets{"assets.csv", {}}, links{"links.csv", {}};
  std::map<std::pair<std::string, std::string>, size_t> keys;
  for (const spec::SchemaObject& table : contract.schema) {
    assets.rows.push_back({{"id", table.name},
                           {"name", table.name},
                           {"description", table.description},
                           {"columns", columns_of(table)}});
    const auto take = [&](const std::vector<spec::ContractRelationship>& all) {
      for (const spec::ContractRelationship& each : all)
        if (!each.to.empty())
          if (const std::string to = target_of(contract, each.to.front());
              !to.empty() && to != table.name)
            ++keys[{table.name, to}];
    };
    take(table.relationships);
    for (const spec::Property& column : table.properties) take(column.relationships);
  }
  for (const auto& [ends, count] : keys)
    links.rows.push_back({{"from", ends.first},
                          {"to", ends.second},
                          {"kind", "foreignKey"},
                          {"strength", std::to_string(count)},
                          {"source", source}});
  out.tables.push_back(std::move(assets));
  if (!links.rows.empty())
    out.tables.push_back(std::move(links));
  else
    out.notes.emplace_back("the schema declares no foreign key between its tables");
  return out;
}

}  // namespace hanse::strategy
