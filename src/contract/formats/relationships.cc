// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/relationships.h"

#include "contract/formats/exporting.h"
#include "spec/reference.h"

namespace hanse::contract {
namespace {

// Empty when one of them is not in the contract, or not in one table.
std::vector<ColumnPlace> columns_of(const ColumnIndex& index,
                                    const std::vector<std::string>& references) {
  std::vector<ColumnPlace> out;
  for (const std::string& text : references) {
    const ColumnPlace* column = index.find(text);
    if (column == nullptr || (!out.empty() && out.front().table != column->table)) return {};
    out.push_back(*column);
  }
  return out;
}

}  // namespace

ColumnIndex::ColumnIndex(const spec::DataContract& contract) {
  for (const spec::SchemaObject& table : contract.schema)
    for (const spec::Property& column : table.properties) {
      columns_.try_emplace(table.name + "." + column.name, table.name, column.name);
      if (!table.id.empty() && !column.id.empty())
        columns_.try_emplace("schema/" + table.id + "/properties/" + column.id, table.name,
                             column.name);
    }
}

const ColumnPlace* ColumnIndex::find(std::string_view reference) const {
  if (reference.starts_with('/')) reference.remove_prefix(1);
  const auto found = columns_.find(reference);
  return found == columns_.end() ? nullptr : &found->second;
}

std::vector<ForeignKey> foreign_keys(const ColumnIndex& index, const spec::SchemaObject& table,
                                     Losses& losses) {
  std::vector<ForeignKey> out;
  const auto add = [&](const std::vector<ColumnPlace>& from, const std::vector<std::string>& to,
                       const std::string& place, const Span& span) {
    const std::vector<ColumnPlace> target = columns_of(index, to);
    if (from.empty() || target.size() != from.size() || from.front().table != table.name)
      return losses.add(place, "relationships", "it leads out of the contract", span);
    ForeignKey key{{}, target.front().table, {}};
    for (const ColumnPlace& column : from) key.from.push_back(column.column);
    for (const ColumnPlace& column : target) key.to.push_back(column.column);
    out.push_back(std::move(key));
  };
  for (const spec::Property& column : table.properties)
    for (const auto& relation : column.relationships)
      add({{table.name, column.name}}, relation.to, table.name + "." + column.name, column.span);
  for (const auto& relation : table.relationships)
    add(columns_of(index, relation.from), relation.to, table.name, table.span);
  return out;
}

namespace {

std::vector<std::string> qualified(const std::string& owner,
                                   const std::vector<std::string>& columns) {
  std::vector<std::string> out;
  for (const std::string& column : columns) out.push_back(owner + "." + column);
  return out;
}

}  // namespace

void add_foreign_key(spec::SchemaObject& table, const ForeignKey& key) {
  spec::ContractRelationship& made = table.relationships.emplace_back();
  made.from = qualified(table.name, key.from);
  made.to = qualified(key.table, key.to);
}

void add_foreign_key(spec::Property& column, const ForeignKey& key) {
  column.relationships.emplace_back().to = qualified(key.table, key.to);
}

namespace {

class References {
 public:
  explicit References(spec::DataContract& contract) : index_(contract) {
    for (spec::SchemaObject& table : contract.schema) {
      tables_.try_emplace(table.name, &table);
      for (spec::Property& column : table.properties)
        columns_.try_emplace({&table, column.name}, &column);
    }
  }

  // False when a reference leads to no column of the contract.
  bool settle(std::vector<std::string>& references) {
    for (std::string& text : references) {
      const ColumnPlace* place = index_.find(text);
      if (place == nullptr) return false;
      if (spec::parse_reference(text)) continue;
      spec::SchemaObject& table = *tables_.at(place->table);
      spec::Property& column = *columns_.at({&table, place->column});
      if (table.id.empty()) table.id = table_ids_.make(table.name);
      if (column.id.empty()) column.id = column_ids_[&table].make(column.name);
      text = "schema/" + table.id + "/properties/" + column.id;
    }
    return true;
  }

 private:
  const ColumnIndex index_;
  std::map<std::string_view, spec::SchemaObject*> tables_;
  std::map<std::pair<const spec::SchemaObject*, std::string_view>, spec::Property*> columns_;
  NameMaker table_ids_;
  std::map<const spec::SchemaObject*, NameMaker> column_ids_;
};

}  // namespace

void settle_references(spec::DataContract& contract, Diagnostics& diagnostics) {
  References references(contract);
  const auto settle = [&](std::vector<spec::ContractRelationship>& all, const Span& span) {
    std::erase_if(all, [&](spec::ContractRelationship& relation) {
      if (references.settle(relation.from) && references.settle(relation.to)) return false;
      diagnostics.warning("HNS-C081", span, "a relationship to what is not here is left out");
      return true;
    });
  };
  for (spec::SchemaObject& table : contract.schema) {
    settle(table.relationships, table.span);
    for (spec::Property& column : table.properties) settle(column.relationships, column.span);
  }
}

}  // namespace hanse::contract
