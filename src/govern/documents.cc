// SPDX-License-Identifier: Apache-2.0
#include "govern/documents.h"

#include "base/clock.h"
#include "base/json_text.h"
#include "spec/agreement.h"

namespace hanse::govern {
namespace {

constexpr int kPurposeDepthMax = 32;  // validation refuses cycles; this bounds a stored one

Json origins_of(const std::vector<catalog::ColumnOrigin>& origins) {
  Json list = Json::array();
  for (const auto& origin : origins)
    list.push(Json::object({{"table", origin.table},
                            {"column", origin.column},
                            {"classification", origin.classification}}));
  return list;
}

Json name_of(const catalog::TableEntry& table) {
  return Json::object(
      {{"catalogName", "hanse"}, {"schemaName", table.schema}, {"tableName", table.name}});
}

Json action_of(const catalog::TableEntry& table, const std::vector<std::string>& columns,
               std::string_view operation) {
  Json resources = Json::array();
  for (const std::string& name : columns) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                    [&](const auto& column) { return column.name == name; });
    Json column = name_of(table);
    column.set("columnName", name);
    if (found != table.columns.end()) column.set("columnType", found->type);
    Json item = Json::object();
    item.set("column", std::move(column));
    resources.push(std::move(item));
  }
  Json resource = name_of(table);
  resource.set("columns", json_list(columns));
  return Json::object({{"operation", operation},
                       {"resource", Json::object({{"table", std::move(resource)}})},
                       {"filterResources", std::move(resources)}});
}

}  // namespace

Json read_resource(const spec::Model& model, const catalog::TableEntry& table,
                   const catalog::TableState& state) {
  auto strictest = spec::Classification::kPublic;
  Json columns = Json::object(), lineage = Json::array();
  for (const auto& column : table.columns) {
    strictest = std::max(strictest, column.classification);
    const Json origins = origins_of(column.origins);
    for (const Json& origin : origins.items()) lineage.push(origin);
    columns.set(column.name,
                Json::object({{"type", column.type},
                              {"classification", spec::to_string(column.classification)},
                              {"tags", json_list(column.tags)},
                              {"lineage", origins}}));
  }
  // A table that it reads without keeping a column of it still stands behind it.
  for (const std::string& read : table.reads)
    lineage.push(Json::object({{"table", read}, {"column", ""}, {"classification", ""}}));
  const spec::DomainEntry* domain = model.domain_entry(table.address.product.domain);
  const spec::MeshTeam* team = domain ? model.team(domain->owner) : nullptr;
  Json out = Json::object({{"domain", table.address.product.domain.str()},
                           {"product", table.address.product.name},
                           {"owner", domain ? domain->owner.str() : ""},
                           {"ownerGroup", team ? team->group : ""},
                           {"status", table.product->status},
                           {"classification", spec::to_string(strictest)},
                           {"columns", std::move(columns)},
                           {"lineage", std::move(lineage)}});
  out.set("state", catalog::to_json(state));
  out.set("quarantine", table.is_quarantine);
  out.set("tags", json_list(table.product->tags));
  out.set("contract",
          Json::object({{"id", table.contract->id}, {"version", table.contract->version}}));
  return out;
}

namespace {

Json purpose_of(const spec::Model& model, const PurposeId& id) {
  const spec::Purpose* purpose = id.empty() ? nullptr : model.purpose(id);
  // An undeclared or unregistered purpose is none: policies then find no `classificationMax`.
  if (purpose == nullptr) return Json::object({{"id", ""}, {"ancestors", Json::array()}});
  Json ancestors = Json::array();
  const spec::Purpose* at = purpose;
  for (int i = 0; i < kPurposeDepthMax && !at->parent.empty(); ++i) {
    ancestors.push(at->parent.str());
    at = model.purpose(at->parent);
    if (at == nullptr) break;
  }
  return Json::object({{"id", id.str()},
                       {"ancestors", std::move(ancestors)},
                       {"classificationMax", spec::to_string(purpose->classification_max)}});
}

// The ids under which rights may be given to the principal.
std::vector<std::string> grantees(const identity::Principal& principal) {
  std::vector<std::string> ids;
  ids.push_back(principal.kind == identity::Principal::Kind::kProduct ? principal.id
                                                                     : "user:" + principal.id);
  for (const std::string& group : principal.groups) ids.push_back("group:" + group);
  return ids;
}

Json grants_of(const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
               const identity::Principal& principal, int64_t now_us) {
  Json list = Json::array();
  for (const catalog::GrantRecord* grant :
       catalog.grants_for(grantees(principal), table.address.product, now_us))
    if (grant->port.empty() || grant->port == table.port->name)
      list.push(Json::object({{"id", grant->id},
                              {"principal", grant->principal},
                              {"purpose", grant->purpose.str()},
                              {"columns", json_list(grant->columns)}}));
  return list;
}

bool is_consumer(const spec::Model& model, const spec::Agreement& agreement,
                 const identity::Principal& principal) {
  if (principal.kind == identity::Principal::Kind::kProduct) {
    const std::string domain = "product:" + agreement.consumer_domain.str() + "/";
    if (agreement.consumer_product.empty()) return false;
    return principal.id == domain + agreement.consumer_product ||
           principal.id == "product:" + agreement.consumer_product;
  }
  const spec::MeshTeam* team =
      agreement.consumer_team.empty() ? nullptr : model.team(agreement.consumer_team);
  if (team != nullptr && !team->group.empty())
    return std::find(principal.groups.begin(), principal.groups.end(), team->group) !=
           principal.groups.end();
  return !agreement.consumer_application.empty() && principal.id == agreement.consumer_application;
}

Json agreements_of(const spec::Model& model, const catalog::TableEntry& table,
                   const identity::Principal& principal, int64_t now_us) {
  Json list = Json::array();
  for (const spec::Agreement& agreement : model.agreements) {
    const bool same_table =
        agreement.provider_domain == table.address.product.domain &&
        agreement.provider_product == table.address.product.name &&
        (agreement.provider_port.empty() || agreement.provider_port == table.port->name) &&
        (agreement.provider_major == 0 || agreement.provider_major == table.address.major);
    if (!same_table || !is_consumer(model, agreement, principal) ||
        !spec::is_in_force(agreement, now_us))
      continue;
    Json purposes = Json::array();
    for (const PurposeId& purpose : agreement.purposes) purposes.push(purpose.str());
    list.push(Json::object({{"id", agreement.id},
                            {"purposes", std::move(purposes)},
                            {"columns", json_list(agreement.columns)}}));
  }
  return list;
}

}  // namespace

int64_t next_agreement_change(const spec::Model& model, const ProductId& product,
                              int64_t now_us) {
  int64_t next = 0;
  for (const spec::Agreement& agreement : model.agreements) {
    if (agreement.provider_domain != product.domain || agreement.provider_product != product.name)
      continue;
    for (const std::string* text : {&agreement.from, &agreement.until})
      if (const int64_t at = parse_time(*text).value_or(0); at > now_us && (next == 0 || at < next))
        next = at;
  }
  return next;
}

namespace {

// `time` empty: without one.
Json input_of(const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
              Json action, std::string time, const Session& session, int64_t now_us) {
  const spec::Model& model = catalog.model();
  const spec::Environment* environment = model.environment(session.environment);
  Json out = Json::object();
  out.set("context", Json::object({{"identity", session.principal.to_json()},
                                   {"softwareStack", Json::object({{"name", "hanse"}})}}));
  out.set("action", std::move(action));
  out.set("purpose", purpose_of(model, session.purpose));
  out.set("environment",
          Json::object({{"id", environment ? environment->id.str() : ""},
                        {"development", environment ? environment->development : false},
                        {"data", environment ? environment->data : ""}}));
  out.set("door", session.door);
  if (!time.empty()) out.set("time", std::move(time));
  out.set("grants", grants_of(catalog, table, session.principal, now_us));
  out.set("agreements", agreements_of(model, table, session.principal, now_us));
  return out;
}

}  // namespace

Json read_input(const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
                const std::vector<std::string>& columns, std::string_view operation,
                const Session& session, int64_t now_us) {
  return input_of(catalog, table, action_of(table, columns, operation), format_time(now_us),
                  session, now_us);
}

Json common_input(const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
                  const Session& session, int64_t now_us) {
  Json action = Json::object({{"resource", Json::object({{"table", name_of(table)}})}});
  return input_of(catalog, table, std::move(action), "", session, now_us);
}

}  // namespace hanse::govern
