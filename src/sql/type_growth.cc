// SPDX-License-Identifier: Apache-2.0
#include "sql/type_growth.h"

#include <map>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "sql/ast_words.h"

namespace hanse::sql {
namespace {

// Values of these hold all their arguments side by side.
constexpr std::string_view kConstructors[] = {"struct_pack",   "row",           "struct_concat",
                                              "struct_insert", "struct_update", "map",
                                              "list_zip",      "array_zip",     "union_value"};

// Parts of the type of a relation: of its row, and of its largest column.
struct Size {
  size_t row = 1, column = 1;
};

class Growth {
 public:
  Size query(const Json& wrapper) { return node(wrapper["node"]); }

  Status verdict(const Json& ast) {
    query(ast["statements"].at(0));
    if (largest_ <= kTypePartsMax) return {};
    Error error{
        ErrorCode::kLimitExceeded,
        fmt::format("a value of more than {} parts may come of this statement", kTypePartsMax),
        "name the columns, and put fewer values into one",
        position_,
        {}};
    return fail(std::move(error));
  }

 private:
  struct Relation {
    std::string name;  // lower case; empty: none
    Size size;
  };

  // Sums stop here: nothing that is too large already grows into an overflow.
  static size_t add(size_t a, size_t b) { return std::min(a + b, kTypePartsMax * 2); }

  size_t noted(size_t size, const Json& at) {
    if (size > largest_) {
      if (largest_ <= kTypePartsMax) position_ = position_of(at);
      largest_ = size;
    }
    return size;
  }

  Size node(const Json& node) {
    const size_t scope = scope_.size(), ctes = ctes_.size();
    for (const Json& entry : node["cte_map"]["map"].items())
      ctes_.push_back({ascii_lower(entry["key"].as_string()), query(entry["value"]["query"])});
    const std::string_view type = node["type"].as_string();
    Size out = type == "SELECT_NODE" ? select(node) : both_sides(node, type);
    noted(out.row, node);
    scope_.resize(scope);
    ctes_.resize(ctes);
    return out;
  }

  Size both_sides(const Json& node, std::string_view type) {
    const Size left = this->node(node["left"]);
    // A recursive query has the types of its first part.
    if (type == "RECURSIVE_CTE_NODE")
      ctes_.push_back({ascii_lower(node["cte_name"].as_string()), left});
    const Size right = this->node(node["right"]);
    const bool by_name = node["setop_type"].as_string() == "UNION_BY_NAME";
    return {by_name ? add(left.row, right.row) : std::max(left.row, right.row),
            std::max(left.column, right.column)};
  }

  Size select(const Json& node) {
    sources(node["from_table"]);
    Size out{0, 1};
    for (const Json& item : node["select_list"].items()) {
      const size_t size = expression(item);
      out.row = add(out.row, size);
      // `*` is many columns, none of which grows.
      if (!is_star(item))
        out.column = std::max(out.column, size);
      else
        out.column = std::max(out.column, largest_column());
      const std::string_view alias = item["alias"].as_string();
      if (!alias.empty() && !is_star(item))
        scope_.push_back({ascii_lower(alias), {size, size}});  // items after it may name it
    }
    for (const char* part : {"where_clause", "having", "qualify"}) expression(node[part]);
    for (const Json& item : node["group_expressions"].items()) expression(item);
    expression(node["modifiers"]);
    out.row = std::max<size_t>(out.row, 1);
    return out;
  }

  static bool is_star(const Json& item) { return item["class"].as_string() == "STAR"; }

  // Puts the relations of FROM into scope, from left to right: those after may speak of them.
  void sources(const Json& table) {
    if (table.is_null()) return;
    const std::string_view type = table["type"].as_string();
    std::string alias = ascii_lower(table["alias"].as_string());
    if (type == "JOIN") {
      sources(table["left"]);
      sources(table["right"]);
      expression(table["condition"]);
      return;
    }
    Size size;
    if (type == "SUBQUERY") {
      size = query(table["subquery"]);
    } else if (type == "BASE_TABLE") {
      const std::string name = ascii_lower(table["table_name"].as_string());
      if (alias.empty()) alias = name;
      if (table["schema_name"].as_string().empty()) size = cte(name);
    } else if (type == "PIVOT") {
      const size_t before = scope_.size();
      sources(table["source"]);
      size = {all_rows(before), largest_column()};
      for (const Json& pivot : table["pivots"].items())
        size.row = add(size.row, pivot["entries"].size());
      expression(table["aggregates"]);
    } else {  // VALUES and functions
      size.column =
          std::max<size_t>(std::max(expression(table["values"]), expression(table["function"])), 1);
      size.row = size.column;
    }
    scope_.push_back({std::move(alias), size});
  }

  Size cte(const std::string& name) const {
    for (auto at = ctes_.rbegin(); at != ctes_.rend(); ++at)
      if (at->name == name) return at->size;
    return {};
  }

  size_t all_rows(size_t from = 0) const {
    size_t sum = 0;
    for (size_t i = from; i < scope_.size(); ++i) sum = add(sum, scope_[i].size.row);
    return sum;
  }
  size_t largest_column() const {
    size_t largest = 1;
    for (const Relation& relation : scope_) largest = std::max(largest, relation.size.column);
    return largest;
  }

  // Parts of the value; of a list of expressions the largest.
  size_t expression(const Json& node) {
    const std::string_view kind = node["class"].as_string();
    if (kind == "COLUMN_REF") return column(node);
    if (is_star(node)) return noted(std::max(all_rows(), inside(node)), node);
    if (kind == "SUBQUERY")
      return std::max(expression(node["child"]), query(node["subquery"]).column);
    if (kind != "FUNCTION") return inside(node);
    const Json& arguments = node["children"];
    if (is_one_of(ascii_lower(node["function_name"].as_string()), kConstructors)) {
      size_t sum = 1;
      for (const Json& argument : arguments.items()) sum = add(sum, expression(argument));
      return noted(sum, node);
    }
    size_t size = 0;
    for (const Json& argument : arguments.items())
      if (!is_lambda(argument)) size = std::max(size, expression(argument));
    // What a lambda names may be a value of the other arguments.
    scope_.push_back({{}, {size, size}});
    for (const Json& argument : arguments.items())
      if (is_lambda(argument)) size = std::max(size, expression(argument["expr"]));
    scope_.pop_back();
    return std::max(size, inside_but_children(node));
  }

  static bool is_lambda(const Json& node) { return node["class"].as_string() == "LAMBDA"; }

  size_t column(const Json& node) const {
    const Json& names = node["column_names"];
    const std::string name = ascii_lower(names.at(0).as_string());
    if (names.size() == 1)
      for (auto at = scope_.rbegin(); at != scope_.rend(); ++at)
        if (at->name == name) return std::max(at->size.row, largest_column());
    return largest_column();
  }

  size_t inside(const Json& node) {
    size_t size = 0;
    for (const auto& [name, value] : node.members())
      if (!value.is_string()) size = std::max(size, expression(value));
    for (const Json& item : node.items()) size = std::max(size, expression(item));
    return size;
  }
  size_t inside_but_children(const Json& node) {
    size_t size = 0;
    for (const auto& [name, value] : node.members())
      if (name != "children" && !value.is_string()) size = std::max(size, expression(value));
    return size;
  }

  std::vector<Relation> scope_, ctes_;
  size_t largest_ = 0;
  int position_ = -1;
};

}  // namespace

Status check_type_growth(const Json& ast) { return Growth().verdict(ast); }

}  // namespace hanse::sql
