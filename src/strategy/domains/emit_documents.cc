// SPDX-License-Identifier: Apache-2.0
#include "strategy/domains/emit_documents.h"

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "base/json_text.h"
#include "base/utf8.h"
#include "base/words.h"
#include "strategy/csv.h"

namespace hanse::strategy {
namespace {

std::string title_of(const std::string& name, const std::string& id) {
  return name.empty() ? id : name;
}

// The level of a column: the asset's, and confidential at least where it is about people.
std::string level_of(const InventoryAsset& asset, const std::string& column) {
  const bool is_personal =
      std::find(asset.personal.begin(), asset.personal.end(), column) != asset.personal.end();
  const std::string level = asset.classification.empty() ? "internal" : asset.classification;
  return is_personal && (level == "public" || level == "internal") ? "confidential" : level;
}

std::vector<std::string> columns_of(const InventoryAsset& asset) {
  std::vector<std::string> out;
  std::set<std::string> seen;
  for (const std::string& column : asset.columns)
    if (spec::name_problem(column).empty() && seen.insert(ascii_lower(column)).second)
      out.push_back(column);
  for (const std::string& column : asset.personal)
    if (spec::name_problem(column).empty() && seen.insert(ascii_lower(column)).second)
      out.push_back(column);
  if (out.empty()) out = {"id", "label"};
  return out;
}

std::string contract_id(const EmitContext& context, const ProposedDomain& domain,
                        const InventoryAsset& asset) {
  return domain.id + "-" + context.product(asset);
}

std::vector<std::string> streams_of(const EmitContext& context, const ProposedDomain& domain) {
  const std::set<std::uint32_t> items(domain.items.begin(), domain.items.end());
  std::vector<std::string> out;
  for (const auto& stream : context.inventory.streams) {
    bool is_part = false;
    for (const auto& stage : stream.stages)
      for (const auto& id : stage.capabilities)
        if (const auto below = context.evidence.below.find(id);
            below != context.evidence.below.end())
          for (const std::uint32_t item : below->second) is_part |= items.contains(item);
    if (is_part) out.push_back(stream.id);
  }
  return out;
}

// Whose products it reads: upstream of it.
Json relationships_of(const EmitContext& context, const ProposedDomain& domain) {
  const auto self = static_cast<std::uint32_t>(&domain - context.proposal.domains.data());
  Json out = Json::array();
  for (const ProposedDomain& other : context.proposal.domains) {
    const bool is_read = std::any_of(other.shared.begin(), other.shared.end(), [&](const auto& at) {
      return std::binary_search(at.consumers.begin(), at.consumers.end(), self);
    });
    if (is_read)
      out.push(Json::object(
          {{"domain", other.id}, {"direction", "upstream"}, {"pattern", "customerSupplier"}}));
  }
  return out;
}

}  // namespace

std::string product_name(const InventoryAsset& asset) {
  std::string out;
  for (const char c : ascii_lower(asset.id)) out += is_alphanumeric(c) ? c : '_';
  if (out.empty() || !is_letter(out.front())) out.insert(0, "data_");
  // What a folder of a domain has itself.
  if (out == "agreements" || out == "files" || out == "policies") out.insert(0, "data_");
  out.resize(std::min(out.size(), kProductNameBytesMax));
  return out;
}

std::string data_path(const EmitContext& context, const ProposedDomain& domain,
                      const InventoryAsset& asset) {
  return fmt::format("{}/{}/{}.csv", context.data_root, domain.id, context.product(asset));
}

std::string data_header(const InventoryAsset& asset) {
  std::vector<std::string> cells;
  for (const std::string& column : columns_of(asset))
    cells.push_back(csv_cell(column, Formulas::kKept));
  return joined(cells, ",") + "\n";
}

Json domain_document(const EmitContext& context, const ProposedDomain& domain,
                     const std::string& owner) {
  Json capabilities = Json::array(), terms = Json::array();
  std::vector<std::string> systems;
  for (const std::uint32_t item : domain.items) {
    const DomainItem& it = context.evidence.items[item];
    if (!it.is_asset) {
      capabilities.push(Json::object({{"id", it.id}, {"relation", "owns"}}));
      continue;
    }
    const std::string& said = context.asset(item).description;
    terms.push(Json::object(
        {{"term", it.name},
         {"definition", said.empty() ? "To be said by the domain, in its own words." : said}}));
  }
  for (const size_t each : domain.applications)
    systems.push_back(context.inventory.applications[each].id);
  Json out =
      Json::object({{"apiVersion", "hanse/v1"},
                    {"kind", "Domain"},
                    {"id", domain.id},
                    {"name", domain.name},
                    {"description", fmt::format("Proposed from the inventory: {}.", domain.name)},
                    {"status", "proposed"},
                    {"owner", owner}});
  if (capabilities.size() > 0) out.set("capabilities", std::move(capabilities));
  if (const auto streams = streams_of(context, domain); !streams.empty())
    out.set("valueStreams", json_list(streams));
  if (!systems.empty()) out.set("systems", json_list(systems));
  if (terms.size() > 0) out.set("boundedContext", Json::object({{"terms", std::move(terms)}}));
  if (Json relations = relationships_of(context, domain); relations.size() > 0)
    out.set("relationships", std::move(relations));
  return out;
}

Json product_document(const EmitContext& context, const ProposedDomain& domain,
                      const InventoryAsset& asset, const std::string& owner) {
  const std::string name = context.product(asset), id = contract_id(context, domain, asset);
  return Json::object(
      {{"apiVersion", "v1.1.0"},
       {"kind", "DataProduct"},
       {"id", id},
       {"name", name},
       {"version", "1.0.0"},
       {"status", "draft"},
       {"domain", domain.id},
       {"type", "sourceAligned"},
       {"description", Json::object({{"purpose", fmt::format("{} as other domains may read it.",
                                                             title_of(asset.name, asset.id))}})},
       {"inputPorts",
        Json::array({Json::object(
            {{"name", "files"}, {"version", "1.0.0"}, {"contractId", id + "-files"}})})},
       {"outputPorts",
        Json::array({Json::object({{"name", name}, {"version", "1.0.0"}, {"contractId", id}})})},
       {"team", Json::object({{"name", owner}})},
       {"customProperties",
        Json::array({Json::object({{"property", "purpose"}, {"value", context.purpose}})})}});
}

Json output_contract(const EmitContext& context, const ProposedDomain& domain,
                     const InventoryAsset& asset) {
  Json properties = Json::array();
  const auto columns = columns_of(asset);
  for (size_t i = 0; i < columns.size(); ++i) {
    Json property = Json::object({{"name", columns[i]},
                                  {"logicalType", "string"},
                                  {"description", "To be said: what it means, and its type."},
                                  {"classification", level_of(asset, columns[i])}});
    if (i == 0) {
      property.set("required", true);
      property.set("primaryKey", true);
      property.set("primaryKeyPosition", 1);
    }
    properties.push(std::move(property));
  }
  return Json::object(
      {{"apiVersion", "v3.2.0"},
       {"kind", "DataContract"},
       {"id", contract_id(context, domain, asset)},
       {"version", "1.0.0"},
       {"status", "draft"},
       {"description", Json::object({{"purpose", asset.description.empty()
                                                     ? fmt::format("{} for the other domains.",
                                                                   title_of(asset.name, asset.id))
                                                     : asset.description}})},
       {"schema", Json::array({Json::object({{"name", context.product(asset)},
                                             {"description", "To be said: what one row is."},
                                             {"properties", std::move(properties)}})})}});
}

Json input_contract(const EmitContext& context, const ProposedDomain& domain,
                    const InventoryAsset& asset) {
  return Json::object(
      {{"apiVersion", "v3.2.0"},
       {"kind", "DataContract"},
       {"id", contract_id(context, domain, asset) + "-files"},
       {"version", "1.0.0"},
       {"status", "draft"},
       {"description", Json::object({{"purpose", "The file that the product is made from."}})},
       {"servers", Json::array({Json::object({{"server", "files"},
                                              {"type", "local"},
                                              {"path", data_path(context, domain, asset)},
                                              {"format", "csv"}})})}});
}

Json agreement_document(const EmitContext& context, const ProposedDomain& provider,
                        const InventoryAsset& asset, const std::string& consumer_team) {
  const std::string& name = context.product(asset);
  return Json::object(
      {{"apiVersion", "hanse/v1"},
       {"kind", "Agreement"},
       {"id", provider.id + "-" + name},
       {"status", "proposed"},
       {"provider",
        Json::object({{"domain", provider.id}, {"product", name}, {"port", name}, {"major", 1}})},
       {"consumer", Json::object({{"team", consumer_team}})},
       {"purposes", Json::array({context.purpose})},
       {"from", context.options.today},
       {"until", context.options.until},
       {"notice", "P90D"}});
}

}  // namespace hanse::strategy
