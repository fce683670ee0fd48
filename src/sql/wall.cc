// SPDX-License-Identifier: Apache-2.0
#include "sql/wall.h"

#include <algorithm>
#include <string>

#include "base/utf8.h"
#include "sql/functions.h"

namespace hanse::sql {
namespace {

// Collects what reaches outside a statement. Recursion is as deep as the AST, whose depth
// `Json::parse` limits.
class Outside {
 public:
  void visit(const Json& node) {
    for (const Json& item : node.items()) visit(item);
    if (!node.is_object()) return;
    const size_t scope = names_.size();
    add(node);
    if (const Json* ctes = node.find("cte_map"))  // before the node's other parts: they see it
      for (const Json& entry : (*ctes)["map"].items()) {
        visit(entry["value"]);
        names_.push_back(ascii_lower(entry["key"].as_string()));
      }
    const bool recursive = node["type"].as_string() == "RECURSIVE_CTE_NODE";
    for (const auto& [field, value] : node.members())
      if (field != "cte_map" && !(recursive && field == "right")) visit(value);
    if (recursive) {  // only the right side sees the name
      names_.push_back(ascii_lower(node["cte_name"].as_string()));
      visit(node["right"]);
    }
    names_.resize(scope);
  }

  std::vector<std::string> sorted() {
    std::sort(found_.begin(), found_.end());
    return std::move(found_);
  }

 private:
  void add(const Json& node) {
    const std::string_view type = node["type"].as_string();
    const std::string_view kind = node["class"].as_string();
    if (type == "BASE_TABLE" && !is_cte(node)) found_.push_back(text_of(node));
    if (type == "TABLE_FUNCTION") {
      const std::string_view name = node["function"]["function_name"].as_string();
      if (find_function(ascii_lower(name), FunctionKind::kTable) == nullptr)
        found_.push_back(text_of(node));
    }
    for (const char* other : {"SHOW_REF", "COLUMN_DATA", "DELIM_GET", "CTE", "BOUND_TABLE_REF"})
      if (type == other) found_.push_back(text_of(node));
    if (kind != "FUNCTION" && kind != "WINDOW") return;
    const std::string name = ascii_lower(node["function_name"].as_string());
    const auto known = [&](FunctionKind each) { return find_function(name, each) != nullptr; };
    if (!known(FunctionKind::kScalar) && !known(FunctionKind::kAggregate) &&
        !known(FunctionKind::kWindow) && !known(FunctionKind::kTable))
      found_.push_back("function " + name);
  }

  bool is_cte(const Json& table) const {
    return table["schema_name"].as_string().empty() && table["catalog_name"].as_string().empty() &&
           std::find(names_.begin(), names_.end(), ascii_lower(table["table_name"].as_string())) !=
               names_.end();
  }

  // The reference's own alias comes onto what takes its place, and tells nothing of what is read.
  static std::string text_of(const Json& node) {
    Json copy = node;
    for (const char* field : {"alias", "column_name_alias", "query_location"}) copy.erase(field);
    return copy.dump();
  }

  std::vector<std::string> names_;  // CTEs in scope, lower case
  std::vector<std::string> found_;
};

}  // namespace

Status check_wall(const Json& ast, const std::vector<Json>& placed) {
  Outside statement, ours;
  statement.visit(ast);
  for (const Json& table : placed) ours.visit(table);
  if (statement.sorted() != ours.sorted())
    return fail(ErrorCode::kInternal, "the governed statement reads what was not decided");
  return {};
}

}  // namespace hanse::sql
