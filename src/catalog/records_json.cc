// SPDX-License-Identifier: Apache-2.0
#include "catalog/records_json.h"

namespace hanse::catalog {
namespace {

Json names_of(const std::vector<std::string>& names) {
  Json list = Json::array();
  for (const std::string& name : names) list.push(name);
  return list;
}

std::vector<std::string> names_from(const Json& json) {
  std::vector<std::string> names;
  for (const Json& item : json.items()) names.emplace_back(item.as_string());
  return names;
}

std::string text(const Json& json, std::string_view key) {
  return std::string(json[key].as_string());
}

Json address_json(const TableAddress& address) {
  return Json::object({{"domain", address.product.domain.str()},
                       {"product", address.product.name},
                       {"table", address.table},
                       {"major", address.major}});
}

TableAddress address_from(const Json& json) {
  return {{DomainId(text(json, "domain")), text(json, "product")},
          text(json, "table"),
          static_cast<int>(json["major"].as_int())};
}

}  // namespace

std::string TableAddress::str() const {
  return fmt::format("{}/{}@{}", product.str(), table, major);
}

Json to_json(const TableFacts& facts) {
  Json columns = Json::array();
  for (const ColumnFacts& column : facts.columns) {
    Json origins = Json::array();
    for (const ColumnOrigin& origin : column.origins)
      origins.push(Json::object({{"table", origin.table},
                                 {"column", origin.column},
                                 {"classification", origin.classification}}));
    columns.push(Json::object({{"name", column.name},
                               {"type", column.type},
                               {"classification", spec::to_string(column.classification)},
                               {"tags", names_of(column.tags)},
                               {"origins", std::move(origins)}}));
  }
  return Json::object({{"address", address_json(facts.table)},
                       {"columns", std::move(columns)},
                       {"reads", names_of(facts.reads)}});
}

TableFacts facts_from_json(const Json& json) {
  TableFacts facts{address_from(json["address"]), {}, names_from(json["reads"])};
  for (const Json& item : json["columns"].items()) {
    ColumnFacts column{text(item, "name"), text(item, "type"),
                       // What cannot be read is taken as strictly as can be.
                       spec::classification_of(item["classification"].as_string())
                           .value_or(spec::Classification::kRestricted),
                       names_from(item["tags"]), {}};
    for (const Json& origin : item["origins"].items())
      column.origins.push_back(
          {text(origin, "table"), text(origin, "column"), text(origin, "classification")});
    facts.columns.push_back(std::move(column));
  }
  return facts;
}

Json to_json(const SnapshotRecord& record) {
  return Json::object({{"id", record.id.str()},
                       {"address", address_json(record.table)},
                       {"files", names_of(record.files)},
                       {"rows", record.rows},
                       {"bytes", record.bytes},
                       {"published_us", record.published_us},
                       {"contract_version", record.contract_version},
                       {"definition_digest", record.definition_digest},
                       {"source_state", record.source_state},
                       {"current", record.current}});
}

SnapshotRecord snapshot_from_json(const Json& json) {
  return {SnapshotId(text(json, "id")),
          address_from(json["address"]),
          names_from(json["files"]),
          json["rows"].as_int(),
          json["bytes"].as_int(),
          json["published_us"].as_int(),
          text(json, "contract_version"),
          text(json, "definition_digest"),
          text(json, "source_state"),
          json["current"].as_bool()};
}

Json to_json(const GrantRecord& record) {
  return Json::object({{"id", record.id},
                       {"principal", record.principal},
                       {"granted_by", record.granted_by},
                       {"reason", record.reason},
                       {"domain", record.product.domain.str()},
                       {"product", record.product.name},
                       {"port", record.port},
                       {"purpose", record.purpose.str()},
                       {"columns", names_of(record.columns)},
                       {"from_us", record.from_us},
                       {"until_us", record.until_us}});
}

GrantRecord grant_from_json(const Json& json) {
  GrantRecord record;
  record.id = text(json, "id");
  record.principal = text(json, "principal");
  record.granted_by = text(json, "granted_by");
  record.reason = text(json, "reason");
  record.product = {DomainId(text(json, "domain")), text(json, "product")};
  record.port = text(json, "port");
  record.purpose = PurposeId(text(json, "purpose"));
  record.columns = names_from(json["columns"]);
  record.from_us = json["from_us"].as_int();
  record.until_us = json["until_us"].as_int();
  return record;
}

}  // namespace hanse::catalog
