// SPDX-License-Identifier: Apache-2.0
#include "sql/name_tables.h"

#include <algorithm>
#include <set>
#include <string>

#include "base/utf8.h"
#include "sql/ast_words.h"
#include "sql/walker.h"

namespace hanse::sql {
namespace {

// One relation of a FROM.
struct Relation {
  Json* node;                        // while its FROM is collected
  const TableReference* reference;   // null: a CTE, a subquery, a function
  std::string name;                  // by which the statement names it
  bool is_renamed = false;

  bool is_table() const { return reference != nullptr && reference->alias.empty(); }
};
using Scope = std::vector<Relation>;

std::string name_of(const Json& node) {
  std::string_view name = node["alias"].as_string();
  if (name.empty()) name = node["table_name"].as_string();
  if (name.empty()) name = node["function"]["function_name"].as_string();
  return std::string(name);
}

// The engine names a column after its text: of a subquery that is the governed text, with filters
// and files in it.
void name_subqueries(Json& select) {
  Json* list = select.find("select_list");
  if (list == nullptr) return;
  for (Json& item : list->mutable_items())
    if (item["alias"].as_string().empty() && item["class"].as_string() != "STAR" &&
        has_subquery(item))
      item.set("alias", "subquery");
}

// The parser keeps each grouping once: those that became alike are one. False when they were two
// for sets of groupings, which then means something else.
bool merge_groups(Json& select) {
  Json* groups = select.find("group_expressions");
  Json* sets = select.find("group_sets");
  if (groups == nullptr || sets == nullptr || groups->size() < 2) return true;
  std::vector<Json> plain;
  Json::Array kept;
  std::vector<uint64_t> place;  // of each in `kept`
  for (Json& group : groups->mutable_items()) {
    Json bare = group;
    forget_positions(bare);
    const auto known = std::ranges::find(plain, bare);
    place.push_back(static_cast<uint64_t>(known - plain.begin()));
    if (known != plain.end()) continue;
    plain.push_back(std::move(bare));
    kept.push_back(std::move(group));
  }
  if (kept.size() < place.size() && sets->size() > 1) return false;
  *groups = Json(std::move(kept));
  for (Json& set : sets->mutable_items()) {
    std::set<uint64_t> members;
    for (const Json& index : set.items())
      if (const uint64_t at = index.as_uint(); at < place.size()) members.insert(place[at]);
    Json merged = Json::array();
    for (const uint64_t member : members) merged.push(member);
    set = std::move(merged);
  }
  return true;
}

class Namer {
 public:
  explicit Namer(const std::vector<TableReference>& replaced) : replaced_(replaced) {}

  void visit(Json& node) {
    if (node.is_array())
      for (Json& item : node.mutable_items()) visit(item);
    if (!node.is_object() || node.erase(kPlacedMember)) return;
    const std::string_view type = node["type"].as_string();
    if (type == "SELECT_NODE") return visit_select(node);
    if (type == "PIVOT") return visit_inside(node, "source");
    if (node["class"].as_string() == "COLUMN_REF") return name_column(node);
    if (node["class"].as_string() == "STAR") check_star(node);
    for (auto& member : node.mutable_members()) visit(member.second);
  }
  Status take_status() { return std::move(status_); }

 private:
  void visit_select(Json& select) {
    if (Json* ctes = select.find("cte_map"); ctes != nullptr) visit(*ctes);
    visit_inside(select, "from_table");
    name_subqueries(select);
    if (!merge_groups(select))
      status_ = fail(ErrorCode::kUnsupported,
                     "the same column stands in a ROLLUP, CUBE or GROUPING SETS in two spellings",
                     "write it the same way each time");
  }

  // The relations of `from` can be named in all of the node.
  void visit_inside(Json& node, std::string_view from) {
    Scope scope;
    if (Json* tables = node.find(from); tables != nullptr) collect(*tables, scope);
    give_names(scope);
    scopes_.push_back(std::move(scope));
    for (auto& member : node.mutable_members())
      if (member.first != "cte_map") visit(member.second);
    scopes_.pop_back();
  }

  void collect(Json& table, Scope& scope) {
    if (table["type"].as_string() == "JOIN") {
      for (const char* side : {"left", "right"})
        if (Json* child = table.find(side); child != nullptr) collect(*child, scope);
      return;
    }
    const Json* placed = table.find(kPlacedMember);
    const TableReference* reference =
        placed == nullptr ? nullptr : &replaced_[placed->as_uint()];
    scope.push_back({&table, reference, name_of(table)});
  }

  static void give_names(Scope& scope) {
    for (Relation& relation : scope) {
      if (!relation.is_table() || relation.reference->schema.empty()) continue;
      relation.is_renamed = std::ranges::any_of(scope, [&](const Relation& other) {
        const bool same_table = other.is_table() && equal_ignoring_case(other.reference->schema,
                                                                        relation.reference->schema);
        return &other != &relation && !same_table && equal_ignoring_case(other.name, relation.name);
      });
    }
    for (Relation& relation : scope)
      if (relation.is_renamed)
        relation.node->set("alias", relation.reference->schema + "." + relation.reference->name);
  }

  // The table that `schema.table` names, from the innermost FROM outwards.
  const Relation* find_table(std::string_view schema, std::string_view name) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
      for (const Relation& relation : *scope)
        if (relation.is_table() && equal_ignoring_case(relation.reference->schema, schema) &&
            equal_ignoring_case(relation.reference->name, name))
          return &relation;
    return nullptr;
  }

  void name_column(Json& node) {
    Json::Array& names = node.find("column_names")->mutable_items();
    if (names.size() == 1) return check_row(node, names[0].as_string());
    if (names.size() == 2) return check_name(node, names[0].as_string());
    const Relation* table = find_table(names[0].as_string(), names[1].as_string());
    if (table == nullptr && !is_replaced(names[0].as_string(), names[1].as_string()))
      return check_name(node, names[0].as_string());
    if (table != nullptr && table->is_renamed)
      names[1] = table->reference->schema + "." + table->reference->name;
    names.erase(names.begin());
  }

  void check_star(Json& node) {
    const std::string_view name = node["relation_name"].as_string();
    if (!name.empty()) check_name(node, name);
    for (Json& column : node.find("qualified_exclude_list")->mutable_items())
      name_in_list(node, column);
    for (Json& entry : node.find("rename_list")->mutable_items())
      name_in_list(node, *entry.find("key"));
  }

  // A column of EXCLUDE or RENAME.
  void name_in_list(const Json& star, Json& column) {
    const std::string schema(column["schema"].as_string()), name(column["table"].as_string());
    if (name.empty()) return;
    if (schema.empty()) return check_name(star, name);
    const Relation* table = find_table(schema, name);
    if (table == nullptr && !is_replaced(schema, name)) return;
    column.set("schema", "");
    if (table != nullptr && table->is_renamed)
      column.set("table", table->reference->schema + "." + table->reference->name);
  }

  // One name: a column, or the rows of the one relation that has kept it.
  void check_row(const Json& node, std::string_view name) {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
      const auto keeps = [&](const Relation& relation) {
        return equal_ignoring_case(relation.name, name) && !relation.is_renamed;
      };
      if (std::ranges::any_of(*scope, keeps)) return check_name(node, name);
    }
  }

  // A name of two relations, of which one got another: it would now stand for the other alone.
  void check_name(const Json& node, std::string_view name) {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
      bool is_here = false;
      for (const Relation& relation : *scope) {
        if (!equal_ignoring_case(relation.name, name)) continue;
        is_here = true;
        if (!relation.is_renamed) continue;
        status_ = fail(Error{ErrorCode::kInvalidArgument, fmt::format("ambiguous table `{}`", name),
                             "name its domain as well, or give each table an alias",
                             position_of(node), {}});
      }
      if (is_here) return;
    }
  }

  bool is_replaced(std::string_view schema, std::string_view name) const {
    return std::ranges::any_of(replaced_, [&](const TableReference& table) {
      return table.alias.empty() && !table.schema.empty() &&
             equal_ignoring_case(table.schema, schema) && equal_ignoring_case(table.name, name);
    });
  }

  const std::vector<TableReference>& replaced_;
  std::vector<Scope> scopes_;  // innermost last
  Status status_;
};

}  // namespace

Status name_tables(Json& ast, const std::vector<TableReference>& replaced) {
  Namer namer(replaced);
  namer.visit(ast);
  return namer.take_status();
}

}  // namespace hanse::sql
