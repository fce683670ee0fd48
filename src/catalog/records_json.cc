// SPDX-License-Identifier: Apache-2.0
#include "catalog/records_json.h"

#include "base/json_text.h"

namespace hanse::catalog {
Json to_json(const TableAddress& address) {
  return Json::object({{"domain", address.product.domain.str()},
                       {"product", address.product.name},
                       {"table", address.table},
                       {"major", address.major}});
}

TableAddress address_from_json(const Json& json) {
  return {{DomainId(text_at(json, "domain")), text_at(json, "product")},
          text_at(json, "table"),
          static_cast<int>(json["major"].as_int())};
}

std::string TableAddress::str() const {
  return fmt::format("{}/{}@{}", product.str(), table, major);
}

Json columns_to_json(const std::vector<ColumnFacts>& columns) {
  Json out = Json::array();
  for (const ColumnFacts& column : columns) {
    Json origins = Json::array();
    for (const ColumnOrigin& origin : column.origins)
      origins.push(Json::object({{"table", origin.table},
                                 {"column", origin.column},
                                 {"classification", origin.classification}}));
    out.push(Json::object({{"name", column.name},
                           {"type", column.type},
                           {"classification", spec::to_string(column.classification)},
                           {"tags", json_list(column.tags)},
                           {"origins", std::move(origins)}}));
  }
  return out;
}

Json to_json(const TableFacts& facts) {
  return Json::object({{"address", to_json(facts.table)},
                       {"columns", columns_to_json(facts.columns)},
                       {"reads", json_list(facts.reads)}});
}

TableFacts facts_from_json(const Json& json) {
  TableFacts facts{address_from_json(json["address"]), {}, text_list(json["reads"])};
  for (const Json& item : json["columns"].items()) {
    ColumnFacts column{text_at(item, "name"),
                       text_at(item, "type"),
                       // What cannot be read is taken as strictly as can be.
                       spec::classification_of(item["classification"].as_string())
                           .value_or(spec::Classification::kRestricted),
                       text_list(item["tags"]),
                       {}};
    for (const Json& origin : item["origins"].items())
      column.origins.push_back(
          {text_at(origin, "table"), text_at(origin, "column"), text_at(origin, "classification")});
    facts.columns.push_back(std::move(column));
  }
  return facts;
}

Json to_json(const SnapshotRecord& record) {
  return Json::object({{"id", record.id.str()},
                       {"address", to_json(record.table)},
                       {"files", json_list(record.files)},
                       {"rows", record.rows},
                       {"bytes", record.bytes},
                       {"published_us", record.published_us},
                       {"contract_version", record.contract_version},
                       {"definition_digest", record.definition_digest},
                       {"source_state", record.source_state},
                       {"current", record.current}});
}

SnapshotRecord snapshot_from_json(const Json& json) {
  return {SnapshotId(text_at(json, "id")),
          address_from_json(json["address"]),
          text_list(json["files"]),
          json["rows"].as_int(),
          json["bytes"].as_int(),
          json["published_us"].as_int(),
          text_at(json, "contract_version"),
          text_at(json, "definition_digest"),
          text_at(json, "source_state"),
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
                       {"columns", json_list(record.columns)},
                       {"from_us", record.from_us},
                       {"until_us", record.until_us}});
}

GrantRecord grant_from_json(const Json& json) {
  GrantRecord record;
  record.id = text_at(json, "id");
  record.principal = text_at(json, "principal");
  record.granted_by = text_at(json, "granted_by");
  record.reason = text_at(json, "reason");
  record.product = {DomainId(text_at(json, "domain")), text_at(json, "product")};
  record.port = text_at(json, "port");
  record.purpose = PurposeId(text_at(json, "purpose"));
  record.columns = text_list(json["columns"]);
  record.from_us = json["from_us"].as_int();
  record.until_us = json["until_us"].as_int();
  return record;
}

}  // namespace hanse::catalog
