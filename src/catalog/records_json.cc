// SPDX-License-Identifier: Apache-2.0
#include "catalog/records_json.h"

#include <limits>

#include "base/json_text.h"

namespace hanse::catalog {
namespace {

// Strict reads: a member that is missing or of another kind makes the whole record unreadable. An
// empty default would loosen what it says (no columns: those of the contract; no end: open).
class Fields {
 public:
  explicit Fields(const Json& json) : json_(json) {
    if (!json.is_object()) bad_ = "(the whole)";
  }
  std::string text(std::string_view key) {
    if (!json_[key].is_string()) refuse(key);
    return text_at(json_, key);
  }
  int64_t number(std::string_view key) {
    if (!json_[key].is_integer()) refuse(key);
    return json_[key].as_int();
  }
  bool flag(std::string_view key) {
    if (!json_[key].is_bool()) refuse(key);
    return json_[key].as_bool();
  }
  const Json::Array& list(std::string_view key) {
    if (!json_[key].is_array()) refuse(key);
    return json_[key].items();
  }
  std::vector<std::string> texts(std::string_view key) {
    for (const Json& item : list(key))
      if (!item.is_string()) refuse(key);
    return text_list(json_[key]);
  }
  TableAddress address(std::string_view key) {
    Fields of(json_[key]);
    TableAddress out{{DomainId(of.text("domain")), of.text("product")}, of.text("table"), 0};
    const int64_t major = of.number("major");
    if (major < 0 || major > std::numeric_limits<int>::max()) of.refuse("major");
    else out.major = static_cast<int>(major);
    refuse(of);
    return out;
  }
  void refuse(std::string_view key) {
    if (bad_.empty()) bad_ = key;
  }
  void refuse(const Fields& inner) { refuse(inner.bad_); }
  Status status() const {
    if (bad_.empty()) return {};
    return fail(ErrorCode::kCorrupt, fmt::format("`{}` is missing or of another kind", bad_));
  }

 private:
  const Json& json_;
  std::string bad_;                   // the first member that cannot be read
};

}  // namespace

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

Result<TableFacts> facts_from_json(const Json& json) {
  Fields fields(json);
  TableFacts facts{fields.address("address"), {}, fields.texts("reads")};
  for (const Json& item : fields.list("columns")) {
    Fields column(item);
    ColumnFacts read{column.text("name"), column.text("type"), {}, column.texts("tags"), {}};
    const auto classification = spec::classification_of(column.text("classification"));
    if (!classification) column.refuse("classification");
    else read.classification = *classification;
    for (const Json& origin : column.list("origins")) {
      Fields from(origin);
      read.origins.push_back(
          {from.text("table"), from.text("column"), from.text("classification")});
      column.refuse(from);
    }
    fields.refuse(column);
    facts.columns.push_back(std::move(read));
  }
  HANSE_TRY_STATUS(fields.status());
  return facts;
}

namespace {

Json marks_json(const std::vector<FileMark>& marks) {
  Json out = Json::array();
  for (const FileMark& mark : marks)
    out.push(Json::object({{"stamp", mark.stamp}, {"digest", mark.digest}}));
  return out;
}

std::vector<FileMark> marks_from(Fields& fields) {
  std::vector<FileMark> out;
  for (const Json& item : fields.list("marks")) {
    Fields mark(item);
    out.push_back({mark.text("stamp"), mark.text("digest")});
    fields.refuse(mark);
  }
  return out;
}

}  // namespace

Json to_json(const SnapshotRecord& record) {
  Json out = Json::object({{"id", record.id.str()},
                           {"address", to_json(record.table)},
                           {"files", json_list(record.files)},
                           {"rows", record.rows},
                           {"bytes", record.bytes},
                           {"published_us", record.published_us},
                           {"contract_version", record.contract_version},
                           {"definition_digest", record.definition_digest},
                           {"source_state", record.source_state},
                           {"current", record.current},
                           {"marks", marks_json(record.marks)}});
  if (!record.quarantine_files.empty())
    out.set("quarantine", Json::object({{"files", json_list(record.quarantine_files)},
                                        {"marks", marks_json(record.quarantine_marks)},
                                        {"rows", record.quarantined}}));
  return out;
}

Result<SnapshotRecord> snapshot_from_json(const Json& json) {
  Fields fields(json);
  SnapshotRecord record{SnapshotId(fields.text("id")),
                        fields.address("address"),
                        fields.texts("files"),
                        fields.number("rows"),
                        fields.number("bytes"),
                        fields.number("published_us"),
                        fields.text("contract_version"),
                        fields.text("definition_digest"),
                        fields.text("source_state"),
                        fields.flag("current"),
                        {}};
  record.marks = marks_from(fields);
  if (const Json& apart = json["quarantine"]; !apart.is_null()) {
    Fields of(apart);
    record.quarantine_files = of.texts("files");
    record.quarantine_marks = marks_from(of);
    record.quarantined = of.number("rows");
    if (record.quarantine_marks.size() != record.quarantine_files.size()) of.refuse("marks");
    fields.refuse(of);
  }
  if (!record.marks.empty() && record.marks.size() != record.files.size()) fields.refuse("marks");
  HANSE_TRY_STATUS(fields.status());
  return record;
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

Result<GrantRecord> grant_from_json(const Json& json) {
  Fields fields(json);
  GrantRecord record;
  record.id = fields.text("id");
  record.principal = fields.text("principal");
  record.granted_by = fields.text("granted_by");
  record.reason = fields.text("reason");
  record.product = {DomainId(fields.text("domain")), fields.text("product")};
  record.port = fields.text("port");
  record.purpose = PurposeId(fields.text("purpose"));
  record.columns = fields.texts("columns");
  record.from_us = fields.number("from_us");
  record.until_us = fields.number("until_us");
  HANSE_TRY_STATUS(fields.status());
  return record;
}

}  // namespace hanse::catalog
