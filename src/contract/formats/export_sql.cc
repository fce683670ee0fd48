// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "contract/formats/relationships.h"
#include "contract/formats/sql.h"
#include "contract/formats/sql_types.h"

namespace hanse::contract {
namespace {

using spec::Property;
using spec::SchemaObject;

constexpr int64_t kMySqlKeyBytesMax = 768;  // characters of four bytes in a key of 3,072

// The name that a table or column has in a database.
const std::string& database_name(const auto& named) {
  return named.physical_name.empty() ? named.name : named.physical_name;
}

class TableWriter {
 public:
  TableWriter(const Dialect& dialect, const spec::DataContract& contract, Losses& losses)
      : dialect_(dialect), contract_(contract), index_(contract), losses_(losses) {}

  // Tables by what they refer to; what goes round in a circle stays in file order.
  std::string all() {
    for (const SchemaObject& table : contract_.schema) tables_[table.name] = &table;
    std::string out;
    for (const SchemaObject& table : contract_.schema) out += with_targets(table);
    return out;
  }

 private:
  std::string with_targets(const SchemaObject& table) {
    if (table.properties.empty() || !begun_.insert(table.name).second) return {};
    std::string out;
    std::vector<ForeignKey> keys;
    if (dialect_.foreign_keys) {
      keys = foreign_keys(index_, table, losses_);
      for (const ForeignKey& key : keys) {
        const SchemaObject* target = tables_.at(key.table);
        if (++depth_ < kSourceDepthMax) out += with_targets(*target);
        --depth_;
      }
    }
    out += (out.empty() || out.ends_with("\n\n") ? "" : "\n") + create(table, keys);
    done_.insert(table.name);
    return out + "\n";
  }

  std::string name(const auto& named, const std::string& place) {
    const std::string& text = database_name(named);
    if (text.size() > dialect_.name_bytes_max)
      losses_.add(
          place, "name",
          fmt::format("{} has names of at most {} bytes", dialect_.title, dialect_.name_bytes_max),
          named.span);
    else if (text != named.name)
      losses_.add(place, "name", "its physical name is written", named.span);
    return sql_identifier(dialect_, text);
  }

  std::string create(const SchemaObject& table, const std::vector<ForeignKey>& keys) {
    const std::string title = name(table, table.name);
    std::vector<std::string> lines;
    for (const Property& column : table.properties) lines.push_back(column_line(table, column));
    constraints(table, keys, lines);
    std::string out = "CREATE TABLE " + title + " (\n";
    for (size_t i = 0; i < lines.size(); ++i)
      out += "  " + lines[i] + (i + 1 < lines.size() ? ",\n" : "\n");
    out += ")";
    if (!table.description.empty() && dialect_.comments != Dialect::Comments::kStatements)
      out += fmt::format(" COMMENT{}{}", is_equals() ? "=" : " ",
                         sql_text(dialect_, table.description));
    return out + ";\n" + comments(table, title);
  }

  bool is_equals() const { return dialect_.comments == Dialect::Comments::kInlineEquals; }

  std::string column_line(const SchemaObject& table, const Property& column) {
    const std::string place = table.name + "." + column.name;
    const std::string title = name(column, place);
    std::string out = title + " " + sql_type_of(dialect_, column, place, losses_);
    if (column.required) out += " NOT NULL";
    if (dialect_.keys && column.unique && may_be_key(column, place, "unique")) out += " UNIQUE";
    if (dialect_.checks) {
      std::string all;
      for (const std::string& condition : sql_conditions(dialect_, column, title, place, losses_))
        all += (all.empty() ? "" : " AND ") + condition;
      if (!all.empty()) out += " CHECK (" + all + ")";
    }
    if (!column.description.empty() && dialect_.comments != Dialect::Comments::kStatements)
      out += " COMMENT " + sql_text(dialect_, column.description);
    return out;
  }

  bool may_be_key(const Property& column, const std::string& place, std::string_view field) {
    const ColumnType type = type_of(column);
    const bool nested = type.kind == Kind::kObject || type.kind == Kind::kMap ||
                        type.kind == Kind::kArray || type.kind == Kind::kVector;
    const bool too_long = type.kind == Kind::kString && type.length.value_or(0) > kMySqlKeyBytesMax;
    const bool my_sql = &dialect_ == &kMySql;
    if (!(nested && &dialect_ != &kPostgres) &&
        !(my_sql && (too_long || type.kind == Kind::kBinary || type.kind == Kind::kJson)))
      return true;
    const std::string reason = fmt::format("{} has no key of such a column", dialect_.title);
    losses_.add(place, field, reason, column.span);
    if (field == "primaryKey") losses_.add(place, "primaryKeyPosition", reason, column.span);
    return false;
  }

  std::string listed(const SchemaObject& table, const std::vector<std::string>& columns) {
    std::string out;
    for (const std::string& column : columns)
      out += (out.empty() ? "" : ", ") +
             sql_identifier(dialect_, database_name(column_of(table, column)));
    return "(" + out + ")";
  }

  const Property& column_of(const SchemaObject& table, const std::string& name) {
    auto& columns = columns_[&table];
    if (columns.empty())
      for (const Property& column : table.properties) columns.emplace(column.name, &column);
    return *columns.at(name);
  }

  void constraints(const SchemaObject& table, const std::vector<ForeignKey>& keys,
                   std::vector<std::string>& lines) {
    if (!dialect_.keys) return;
    const std::vector<const Property*> key = table.primary_key();
    std::vector<const Property*> fitting;
    for (const Property* column : key)
      if (may_be_key(*column, table.name + "." + column->name, "primaryKey"))
        fitting.push_back(column);
    if (fitting.size() == key.size()) {
      std::vector<std::string> names;
      for (const Property* column : key) names.push_back(column->name);
      if (!names.empty()) lines.push_back("PRIMARY KEY " + listed(table, names));
    } else {
      // A key without one of its columns would refuse rows that the contract allows.
      for (const Property* column : fitting)
        for (const char* field : {"primaryKey", "primaryKeyPosition"})
          losses_.add(table.name + "." + column->name, field,
                      "another column of the key cannot be in it", column->span);
    }
    for (const ForeignKey& key : keys) {
      const SchemaObject& target = *tables_.at(key.table);
      if (const std::string_view problem = problem_of(table, key); !problem.empty()) {
        losses_.add(table.name + "." + key.from.front(), "relationships", std::string(problem),
                    table.span);
        continue;
      }
      lines.push_back("FOREIGN KEY " + listed(table, key.from) + " REFERENCES " +
                      sql_identifier(dialect_, database_name(target)) + " " +
                      listed(target, key.to));
    }
  }

  // Why no database takes the key; empty when one does.
  std::string_view problem_of(const SchemaObject& table, const ForeignKey& key) {
    const SchemaObject& target = *tables_.at(key.table);
    if (target.name != table.name && !done_.contains(key.table))
      return "the tables refer to each other in a circle";
    const auto [primary, is_new] = primary_.try_emplace(&target);
    if (is_new)
      for (const Property* column : target.primary_key()) primary->second.push_back(column->name);
    if (primary->second != key.to &&
        !(key.to.size() == 1 && column_of(target, key.to.front()).unique))
      return "what it leads to is no key";
    Losses ignored;
    for (size_t i = 0; i < key.from.size(); ++i)
      if (sql_type_of(dialect_, column_of(table, key.from[i]), "", ignored) !=
          sql_type_of(dialect_, column_of(target, key.to[i]), "", ignored))
        return "the two columns are of different types";
    return {};
  }

  std::string comments(const SchemaObject& table, const std::string& title) {
    if (dialect_.comments != Dialect::Comments::kStatements) return {};
    std::string out;
    if (!table.description.empty())
      out +=
          fmt::format("COMMENT ON TABLE {} IS {};\n", title, sql_text(dialect_, table.description));
    for (const Property& column : table.properties)
      if (!column.description.empty())
        out += fmt::format("COMMENT ON COLUMN {}.{} IS {};\n", title,
                           sql_identifier(dialect_, database_name(column)),
                           sql_text(dialect_, column.description));
    return out;
  }

  const Dialect& dialect_;
  const spec::DataContract& contract_;
  const ColumnIndex index_;
  Losses& losses_;
  std::map<std::string, const SchemaObject*> tables_;
  std::map<const SchemaObject*, std::map<std::string_view, const Property*>> columns_;
  std::map<const SchemaObject*, std::vector<std::string>> primary_;  // names of the key's columns
  std::set<std::string> begun_, done_;
  int depth_ = 0;
};

}  // namespace

Result<std::string> export_sql(const Dialect& dialect, const spec::DataContract& contract,
                               Losses& losses) {
  for (const SchemaObject& table : contract.schema)
    if (table.properties.empty())
      losses.add(table.name, "schema", "a table without columns", table.span);
  std::string out = TableWriter(dialect, contract, losses).all();
  if (out.empty())
    return fail(ErrorCode::kInvalidArgument, "the contract has no table with columns",
                "state `schema` with `properties`");
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace hanse::contract
