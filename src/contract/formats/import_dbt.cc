// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "contract/formats/dbt.h"
#include "contract/formats/exporting.h"
#include "contract/formats/json_node.h"
#include "contract/formats/relationships.h"
#include "contract/formats/sql_reader.h"
#include "spec/scalar.h"

namespace hanse::contract {
namespace {

using spec::Node;
using spec::Property;

// What the export wrote so that Jinja leaves it alone, undone.
std::string revived(std::string text) {
  for (std::string_view open : {"{{", "{%", "{#"}) {
    const std::string inert = fmt::format("{{{{ '{}' }}}}", open);
    for (size_t at = 0; (at = text.find(inert, at)) != std::string::npos; at += open.size())
      text.replace(at, inert.size(), open);
  }
  return text;
}

std::string text_of(const Node& node, std::string_view key) {
  const Node* value = member(node, key);
  return value == nullptr ? std::string() : revived(value->text);
}

// `config.meta.KEY`, or `meta.KEY` as older projects have it.
std::string meta_of(const Node& node, std::string_view key) {
  const Node* config = member(node, "config");
  const Node* meta = config == nullptr ? nullptr : member(*config, "meta");
  if (meta == nullptr) meta = member(node, "meta");
  return meta == nullptr ? std::string() : text_of(*meta, key);
}

class DbtReader {
 public:
  explicit DbtReader(Imported& imported)
      : contract_(imported.contract), diagnostics_(imported.diagnostics) {}

  void all(const Node& root) {
    for (std::string_view kind : {"models", "seeds", "snapshots"})
      if (const Node* list = member(root, kind))
        for (const Node& model : list->items) table(model);
    if (const Node* sources = member(root, "sources"))
      for (const Node& source : sources->items) {
        heading(source);
        contract_.name = meta_of(source, "contract_name");
        if (contract_.name.empty()) contract_.name = text_of(source, "name");
        contract_.description.purpose = text_of(source, "description");
        if (const Node* tables = member(source, "tables"))
          for (const Node& one : tables->items) table(one);
      }
    link();
    if (contract_.schema.empty())
      diagnostics_.error("HNS-C080", root.span, "expected `models` or `sources` with tables");
  }

 private:
  void heading(const Node& node) {
    if (std::string id = meta_of(node, "contract"); !id.empty()) contract_.id = std::move(id);
    if (std::string version = meta_of(node, "contract_version"); !version.empty())
      contract_.version = std::move(version);
  }

  void table(const Node& node) {
    spec::SchemaObject object;
    object.span = node.span;
    object.name = meta_of(node, "contract_table");
    if (object.name.empty()) object.name = text_of(node, "name");
    object.description = text_of(node, "description");
    object.tags = tags(node);
    if (object.name.empty()) {
      diagnostics_.error("HNS-C080", node.span, "a table needs a `name`");
      return;
    }
    names_[text_of(node, "name")] = object.name;
    columns_.clear();
    heading(node);
    if (const Node* columns = member(node, "columns"))
      for (const Node& one : columns->items) column(object, one);
    if (const Node* constraints = member(node, "constraints"))
      for (const Node& one : constraints->items) constraint(object, one);
    for (std::string_view key : {"data_tests", "tests"})
      if (const Node* tests = member(node, key))
        for (const Node& test : tests->items)
          left_out(test, fmt::format("a test of the table `{}`", object.name));
    contract_.schema.push_back(std::move(object));
  }

  static std::vector<std::string> tags(const Node& node) {
    const Node* config = member(node, "config");
    const Node* list = config == nullptr ? nullptr : member(*config, "tags");
    if (list == nullptr) list = member(node, "tags");
    std::vector<std::string> out;
    if (list == nullptr) return out;
    if (list->kind == Node::Kind::kString) out.push_back(revived(list->text));
    for (const Node& item : list->items) out.push_back(revived(item.text));
    return out;
  }

  void left_out(const Node& node, std::string what) {
    diagnostics_.warning("HNS-C081", node.span,
                         std::move(what) + " is not understood and left out");
  }

  void column(spec::SchemaObject& object, const Node& node) {
    Property& property = object.properties.emplace_back();
    columns_.try_emplace(text_of(node, "name"), object.properties.size() - 1);
    type(node, property);  // first: a list makes the column anew
    property.span = node.span;
    property.name = text_of(node, "name");
    property.description = text_of(node, "description");
    property.business_name = meta_of(node, "business_name");
    property.tags = tags(node);
    property.classification = spec::classification_of(meta_of(node, "classification"));
    if (const std::string key = meta_of(node, "primary_key"); !key.empty()) {
      property.primary_key = true;
      property.primary_key_position = static_cast<int>(spec::integer_of(key).value_or(1));
    }
    if (const Node* constraints = member(node, "constraints"))
      for (const Node& one : constraints->items) {
        const std::string kind = text_of(one, "type");
        if (kind == "not_null")
          property.required = true;
        else if (kind == "unique")
          property.unique = true;
        else if (kind == "primary_key") {
          property.primary_key = true;
          property.primary_key_position = 1;
        } else
          left_out(one, fmt::format("a constraint of type `{}`", kind));
      }
    for (std::string_view key : {"data_tests", "tests"})
      if (const Node* tests = member(node, key))
        for (const Node& one : tests->items) test(object, property.name, one);
  }

  // The type's text, read as DuckDB's DDL, which takes the names of most others.
  void type(const Node& node, Property& property) {
    const std::string text = text_of(node, "data_type");
    if (text.empty()) return;
    Diagnostics inner;
    const auto part = std::make_shared<const SourceFile>("data_type", text);
    SqlSource source{kDuckDb, SqlCursor(sql_tokens(kDuckDb, part, inner)), inner, {}, 0};
    read_sql_type(source, property);
    if (inner.items().empty() && source.cursor.at_end()) return;
    diagnostics_.warning("HNS-C082", member(node, "data_type")->span,
                         fmt::format("`{}` is no type that is known: taken for a string", text));
    property.logical_type = spec::LogicalType::kString;
    property.logical_type_stated = true;
    property.physical_type = text;
    property.properties.clear();
    property.items.clear();
    property.map_key.clear();
    property.map_value.clear();
  }

  void constraint(spec::SchemaObject& object, const Node& node) {
    const Node* columns = member(node, "columns");
    if (text_of(node, "type") != "primary_key" || columns == nullptr)
      return left_out(node, fmt::format("a constraint of type `{}`", text_of(node, "type")));
    int position = 0;
    for (const Node& name : columns->items)
      if (Property* column = find(object, revived(name.text))) {
        column->primary_key = true;
        column->primary_key_position = ++position;
      }
  }

  Property* find(spec::SchemaObject& object, std::string_view name) const {
    const auto found = columns_.find(name);
    return found == columns_.end() ? nullptr : &object.properties[found->second];
  }

  void test(spec::SchemaObject& object, const std::string& name, const Node& node) {
    Property& column = object.properties.back();
    if (node.kind == Node::Kind::kString) {
      if (node.text == "not_null")
        column.required = true;
      else if (node.text == "unique")
        column.unique = true;
      else
        left_out(node, fmt::format("the test `{}`", node.text));
      return;
    }
    if (node.entries.empty()) return left_out(node, "a test");
    const Node::Entry& entry = node.entries.front();
    const Node* arguments = member(entry.value, "arguments");
    if (arguments == nullptr) arguments = &entry.value;
    if (entry.key == "not_null")
      column.required = true;
    else if (entry.key == "unique")
      column.unique = true;
    else if (entry.key == "accepted_values")
      accepted(*arguments, column);
    else if (entry.key == "relationships")
      relationship(*arguments, object, name, node);
    else
      left_out(node, fmt::format("the test `{}`", entry.key));
  }

  static void accepted(const Node& arguments, Property& column) {
    if (const Node* values = member(arguments, "values"))
      for (const Node& value : values->items) column.enum_values.push_back(revived(value.text));
  }

  // `ref('customers')` or `source('shop', 'customers')`: the last text.
  void relationship(const Node& arguments, spec::SchemaObject& object, const std::string& name,
                    const Node& node) {
    const std::string to = text_of(arguments, "to");
    const size_t end = to.find_last_of("'\"");
    std::string table;
    size_t at = end;
    while (at != std::string::npos && at > 0) {
      const char c = to[--at];
      const bool escaped = at > 0 && to[at - 1] == '\\';
      if (c == to[end] && !escaped) break;
      table += c;
      if (escaped && (c == to[end] || c == '\\')) --at;
    }
    std::ranges::reverse(table);
    const std::string field = text_of(arguments, "field");
    if (table.empty() || field.empty()) return left_out(node, "a relationship");
    links_.push_back(
        {contract_.schema.size(), object.properties.size() - 1, {{name}, table, {field}}});
  }

  // The tables are known by now: a test names them as dbt does, the contract by names of its own.
  void link() {
    for (Link& link : links_) {
      if (const auto known = names_.find(link.key.table); known != names_.end())
        link.key.table = known->second;
      add_foreign_key(contract_.schema[link.table].properties[link.column], link.key);
    }
  }

  struct Link {
    size_t table, column;  // places of the column that refers
    ForeignKey key;
  };
  spec::DataContract& contract_;
  Diagnostics& diagnostics_;
  std::map<std::string, std::string> names_;            // of tables: dbt's, and the contract's
  std::map<std::string, size_t, std::less<>> columns_;  // of the table that is read
  std::vector<Link> links_;
};

}  // namespace

void import_dbt(const std::shared_ptr<const SourceFile>& source, Imported& imported) {
  const Node root = spec::read_yaml(source, imported.diagnostics);
  if (!imported.diagnostics.has_errors()) DbtReader(imported).all(root);
}

}  // namespace hanse::contract
