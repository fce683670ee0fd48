// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sql/functions.h"
#include "sql/inspect.h"

namespace hanse::sql {

// Whether a subquery stands anywhere in an expression.
bool has_subquery(const Json& node);
// Takes off where nodes stood in their text, so that only what they mean is compared.
void forget_positions(Json& node);

// The one traversal of an AST: `inspect` and `replace_tables` both are it, so that what was looked
// at and what is rewritten cannot differ. It demands that every object has exactly the fields that
// are known for its kind; anything else is refused. One walk an object; not thread-safe.
class Walker {
 public:
  // Called for each table reference that no CTE provides, in walk order; may change `node` in
  // place.
  using OnTable = std::function<Status(Json& node, const TableReference& reference)>;
  // Called for each column reference.
  using OnColumn = std::function<void(Json& node)>;

  Walker(const InspectOptions& options, OnTable on_table, OnColumn on_column)
      : options_(options), on_table_(std::move(on_table)), on_column_(std::move(on_column)) {}

  Status walk_statement(Json& ast);
  Status walk_expression(Json& expression);
  Inspection take_inspection();

 private:
  enum class FieldKind {
    kPlain,
    kExpression,
    kExpressions,
    kExpressionLists,
    kQuery,
    kNode,
    kTable,
    kModifiers,
    kCtes,
    kOrders,
    kOrderModifier,
    kSample,
    kSpecial,
    kNone
  };
  struct Field {
    std::string_view name;
    FieldKind kind;
  };
  struct Depth {  // counts levels while it lives
    explicit Depth(Walker& walker) : walker_(walker) {
      ++walker_.depth_;
      ++walker_.parts_;
      walker_.found_.depth = std::max(walker_.found_.depth, walker_.depth_);
    }
    ~Depth() { --walker_.depth_; }
    Walker& walker_;
  };

  Status refuse(const Json& at, std::string_view what, std::string help = {}) const;
  // The object has these fields and no others; each is walked, in this order. An expression's and a
  // table's shared fields (class, type, alias, place; sample) come after their own.
  using Fields = std::initializer_list<Field>;
  Status check_fields(const Json& object, Fields fields);
  Status check_expression(const Json& expression, Fields own);
  Status check_table(const Json& table, Fields own);
  Status check_fields(const Json& object, std::span<const Field> own,
                      std::span<const Field> shared);
  Status walk_field(Json& value, FieldKind kind);
  Status check_size() const;
  Status walk_query(Json& wrapper);
  Status walk_node(Json& node);
  Status walk_ctes(Json& cte_map);
  Status walk_table(Json& table);
  Status walk_base_table(Json& table);
  Status walk_table_function(Json& table);
  Status walk_join(Json& table);
  Status walk_pivot(Json& table);
  Status walk_modifier(Json& modifier);
  Status walk_list(Json& list, Status (Walker::*each)(Json&));
  Status walk_order(Json& order);
  Status walk_function(Json& node, FunctionKind kind);
  Status walk_aggregate_or_scalar(Json& node);
  Status walk_window(Json& node);
  Status walk_star(Json& node);
  Status walk_constant(Json& node);
  Status walk_column(Json& node);
  Status walk_cast(Json& node);
  Status walk_case(Json& node);
  Status walk_value(const Json& value);
  Status walk_type(const Json& type);
  Status check_cap(const Json& node, const FunctionRule& rule);
  Status check_pattern(const Json& node, std::string_view function);
  bool is_cte(std::string_view name) const;

  InspectOptions options_;
  OnTable on_table_;
  OnColumn on_column_;
  Inspection found_;
  std::vector<std::string> ctes_;            // in scope, lower case, innermost last
  std::vector<std::string> relation_names_;  // aliases and table names, lower case
  std::vector<std::string> single_columns_;  // unqualified references, lower case
  size_t depth_ = 0, parts_ = 0, tables_ = 0;
};

}  // namespace hanse::sql
