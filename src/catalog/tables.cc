// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "base/utf8.h"
#include "catalog/snapshot.h"

namespace hanse::catalog {
namespace {

std::string plain_type(const spec::Property& property) {
  if (!property.physical_type.empty()) {
    std::string upper = property.physical_type;
    for (char& c : upper)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return upper;
  }
  switch (property.logical_type) {
    case spec::LogicalType::kString: return "VARCHAR";
    case spec::LogicalType::kDate: return "DATE";
    case spec::LogicalType::kTimestamp: return "TIMESTAMP";
    case spec::LogicalType::kTime: return "TIME";
    case spec::LogicalType::kNumber: return "DOUBLE";
    case spec::LogicalType::kInteger: return "BIGINT";
    case spec::LogicalType::kBoolean: return "BOOLEAN";
    case spec::LogicalType::kObject:
    case spec::LogicalType::kArray:
    case spec::LogicalType::kMap:
    case spec::LogicalType::kVector: return "JSON";  // apply's facts have the full type
  }
  return "VARCHAR";
}

const spec::Transform* transform_of(const spec::DataProduct& product, const std::string& table) {
  for (const spec::Transform& transform : product.transforms)
    if (equal_ignoring_case(transform.table, table)) return &transform;
  return nullptr;
}

TableEntry entry_of(const spec::DataProduct& product, const spec::OutputPort& port,
                    const spec::DataContract& contract, const spec::SchemaObject& object) {
  TableEntry entry;
  entry.address = {product.product_id(), object.name, contract.major()};
  entry.schema = product.domain_folder.str();
  entry.name = object.name;
  entry.product = &product;
  entry.port = &port;
  entry.contract = &contract;
  entry.object = &object;
  entry.transform = transform_of(product, object.name);
  entry.materialization = product.materialization;
  std::vector<ColumnFacts> columns;
  for (const spec::Property& property : object.properties)
    columns.push_back({property.name, plain_type(property),
                       property.classification.value_or(spec::Classification::kInternal),
                       property.tags, {}});
  entry.columns = std::move(columns);
  return entry;
}

// With several majors of a table side by side each has its `_vN`; the plain name stays with the
// product's default one.
void name_majors(std::vector<TableEntry>& tables) {
  struct Majors {
    int count = 0, highest = 0;
  };
  std::map<std::pair<ProductId, std::string>, Majors> by_table;
  for (const TableEntry& table : tables) {
    Majors& majors = by_table[{table.address.product, table.object->name}];
    ++majors.count;
    majors.highest = std::max(majors.highest, table.address.major);
  }
  for (TableEntry& table : tables) {
    const Majors& majors = by_table[{table.address.product, table.object->name}];
    const int stated = table.product->default_major;
    if (majors.count > 1 && table.address.major != (stated != 0 ? stated : majors.highest))
      table.name = fmt::format("{}_v{}", table.object->name, table.address.major);
  }
}

}  // namespace

std::vector<TableEntry> tables_of(const spec::Model& model) {
  std::vector<TableEntry> tables;
  for (const auto& [id, product] : model.products)
    for (const spec::OutputPort& port : product.output_ports) {
      const spec::DataContract* contract = model.contract_of(port);
      if (contract == nullptr) continue;
      for (const spec::SchemaObject& object : contract->schema)
        tables.push_back(entry_of(product, port, *contract, object));
    }
  name_majors(tables);
  std::sort(tables.begin(), tables.end(), [](const auto& a, const auto& b) {
    return std::tie(a.schema, a.name) < std::tie(b.schema, b.name);
  });
  return tables;
}

}  // namespace hanse::catalog
