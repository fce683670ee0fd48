// SPDX-License-Identifier: Apache-2.0
#include "sql/walker.h"

#include "base/utf8.h"
#include "sql/ast_words.h"

namespace hanse::sql {
namespace {

bool is_plain(const Json& value) {  // scalars and flat lists of scalars
  if (value.is_object()) return false;
  for (const Json& item : value.items())
    if (item.is_object() || (item.is_array() && !is_plain(item))) return false;
  return true;
}

}  // namespace

Status Walker::refuse(const Json& at, std::string_view what, std::string help) const {
  Error error{ErrorCode::kUnsupported, fmt::format("{} cannot be used here", what), std::move(help),
              position_of(at), {}};
  return fail(std::move(error));
}

Status Walker::check_fields(const Json& object, std::span<const Field> own,
                            std::span<const Field> shared) {
  for (const auto& [name, value] : object.members()) {
    const auto same = [&](const Field& field) { return field.name == name; };
    if (std::ranges::none_of(own, same) && std::ranges::none_of(shared, same))
      return refuse(object, fmt::format("a construct with `{}`", name));
  }
  for (const std::span<const Field> fields : {own, shared})
    for (const Field& field : fields) {
      Json* value = const_cast<Json&>(object).find(field.name);
      if (value == nullptr) continue;
      HANSE_TRY_STATUS(walk_field(*value, field.kind));
    }
  return {};
}

Status Walker::check_fields(const Json& object, Fields fields) {
  return check_fields(object, std::span(fields.begin(), fields.size()), {});
}

Status Walker::check_expression(const Json& expression, Fields own) {
  static constexpr Field kShared[] = {{"class", FieldKind::kPlain},
                                      {"type", FieldKind::kPlain},
                                      {"alias", FieldKind::kPlain},
                                      {"query_location", FieldKind::kPlain}};
  return check_fields(expression, std::span(own.begin(), own.size()), kShared);
}

Status Walker::check_table(const Json& table, Fields own) {
  static constexpr Field kShared[] = {{"type", FieldKind::kPlain},
                                      {"alias", FieldKind::kPlain},
                                      {"sample", FieldKind::kSample},
                                      {"query_location", FieldKind::kPlain}};
  return check_fields(table, std::span(own.begin(), own.size()), kShared);
}

Status Walker::walk_list(Json& list, Status (Walker::*each)(Json&)) {
  if (list.is_null()) return {};
  if (!list.is_array()) return refuse(list, "a construct of this shape");
  for (Json& item : list.mutable_items()) HANSE_TRY_STATUS((this->*each)(item));
  return {};
}

Status Walker::walk_field(Json& value, FieldKind kind) {
  switch (kind) {
    case FieldKind::kPlain: return is_plain(value) ? Status() : refuse(value, "a nested value");
    case FieldKind::kSpecial: return {};  // the caller looks at it
    case FieldKind::kNone:
      return value.is_null() || (!value.is_object() && value.size() == 0 && !value.as_bool())
                 ? Status()
                 : refuse(value, "this clause");
    case FieldKind::kExpression: return value.is_null() ? Status() : walk_expression(value);
    case FieldKind::kExpressions: return walk_list(value, &Walker::walk_expression);
    case FieldKind::kExpressionLists:
      for (Json& row : value.mutable_items())
        HANSE_TRY_STATUS(walk_list(row, &Walker::walk_expression));
      return {};
    case FieldKind::kQuery: return value.is_null() ? Status() : walk_query(value);
    case FieldKind::kNode: return walk_node(value);
    case FieldKind::kTable: return value.is_null() ? Status() : walk_table(value);
    case FieldKind::kModifiers: return walk_list(value, &Walker::walk_modifier);
    case FieldKind::kCtes: return walk_ctes(value);
    case FieldKind::kOrders: return walk_list(value, &Walker::walk_order);
    case FieldKind::kOrderModifier: return value.is_null() ? Status() : walk_modifier(value);
    case FieldKind::kSample:
      return value.is_null() ? Status()
                             : refuse(value, "a sample", "leave out TABLESAMPLE and USING SAMPLE");
  }
  return refuse(value, "this construct");
}

Status Walker::walk_statement(Json& ast) {
  Json* statements = ast.find("statements");
  if (statements == nullptr || statements->size() != 1)
    return fail(ErrorCode::kUnsupported, "expected exactly one statement, a SELECT");
  return walk_query(statements->mutable_items()[0]);
}

Status Walker::walk_query(Json& wrapper) {
  return check_fields(wrapper,
                      {{"node", FieldKind::kNode}, {"named_param_map", FieldKind::kSpecial}});
}

Status Walker::check_size() const {
  if (depth_ > options_.depth_max)
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("the statement is nested deeper than {} levels", options_.depth_max));
  if (parts_ > options_.parts_max)
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("the statement has more than {} parts (`limits.queryParts`)",
                            options_.parts_max));
  if (tables_ > options_.tables_max)
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("the statement has more than {} tables (`limits.queryTables`)",
                            options_.tables_max));
  return {};
}

Status Walker::walk_node(Json& node) {
  const Depth depth(*this);
  HANSE_TRY_STATUS(check_size());
  const size_t scope = ctes_.size();
  const std::string_view type = node["type"].as_string();
  Status status;
  // Tables come before the expressions that name them; CTEs before all.
  if (type == "SELECT_NODE") {
    status = check_fields(node, {{"cte_map", FieldKind::kCtes},
                                 {"from_table", FieldKind::kTable},
                                 {"type", FieldKind::kPlain},
                                 {"select_list", FieldKind::kExpressions},
                                 {"where_clause", FieldKind::kExpression},
                                 {"group_expressions", FieldKind::kExpressions},
                                 {"group_sets", FieldKind::kPlain},
                                 {"aggregate_handling", FieldKind::kPlain},
                                 {"having", FieldKind::kExpression},
                                 {"qualify", FieldKind::kExpression},
                                 {"sample", FieldKind::kSample},
                                 {"modifiers", FieldKind::kModifiers}});
  } else if (type == "SET_OPERATION_NODE") {
    const std::string_view kind = node["setop_type"].as_string();
    if (!is_one_of(kind, {"UNION", "EXCEPT", "INTERSECT", "UNION_BY_NAME"}))
      return refuse(node, "this set operation");
    if (kind == "UNION_BY_NAME") found_.refers_to_all_columns = true;
    status = check_fields(node, {{"cte_map", FieldKind::kCtes},
                                 {"type", FieldKind::kPlain},
                                 {"setop_type", FieldKind::kPlain},
                                 {"setop_all", FieldKind::kPlain},
                                 {"left", FieldKind::kNode},
                                 {"right", FieldKind::kNode},
                                 {"modifiers", FieldKind::kModifiers}});
  } else if (type == "RECURSIVE_CTE_NODE") {
    // The engine binds only the right side with the name in scope: on the left, and in the
    // modifiers, it is a table or a view of the engine's own.
    HANSE_TRY_STATUS(check_fields(node, {{"cte_map", FieldKind::kCtes},
                                         {"type", FieldKind::kPlain},
                                         {"cte_name", FieldKind::kPlain},
                                         {"union_all", FieldKind::kPlain},
                                         {"left", FieldKind::kNode},
                                         {"right", FieldKind::kSpecial},
                                         {"aliases", FieldKind::kPlain},
                                         {"key_targets", FieldKind::kNone},
                                         {"modifiers", FieldKind::kModifiers}}));
    Json* right = node.find("right");
    if (right == nullptr) return refuse(node, "this recursive query");
    ctes_.push_back(ascii_lower(node["cte_name"].as_string()));
    status = walk_node(*right);
  } else {
    return refuse(node, "this kind of query");
  }
  ctes_.resize(scope);
  return status;
}

Status Walker::walk_ctes(Json& cte_map) {
  // Each is visible to those after it and to the query; `walk_node` ends the scope.
  Json* entries = cte_map.find("map");
  if (entries == nullptr || !entries->is_array()) return refuse(cte_map, "this WITH clause");
  for (Json& entry : entries->mutable_items()) {
    Json* value = entry.find("value");
    if (value == nullptr) return refuse(entry, "this WITH clause");
    HANSE_TRY_STATUS(check_fields(*value, {{"aliases", FieldKind::kPlain},
                                           {"query", FieldKind::kQuery},
                                           {"materialized", FieldKind::kPlain},
                                           {"key_targets", FieldKind::kNone}}));
    ctes_.push_back(ascii_lower(entry["key"].as_string()));
    relation_names_.push_back(ctes_.back());
  }
  return {};
}

bool Walker::is_cte(std::string_view name) const {
  return std::find(ctes_.begin(), ctes_.end(), ascii_lower(name)) != ctes_.end();
}

Status Walker::walk_modifier(Json& modifier) {
  const std::string_view type = modifier["type"].as_string();
  if (type == "ORDER_MODIFIER")
    return check_fields(modifier, {{"type", FieldKind::kPlain}, {"orders", FieldKind::kOrders}});
  if (type == "LIMIT_MODIFIER" || type == "LIMIT_PERCENT_MODIFIER")
    return check_fields(modifier, {{"type", FieldKind::kPlain},
                                   {"limit", FieldKind::kExpression},
                                   {"offset", FieldKind::kExpression}});
  if (type == "DISTINCT_MODIFIER")
    return check_fields(
        modifier, {{"type", FieldKind::kPlain}, {"distinct_on_targets", FieldKind::kExpressions}});
  return refuse(modifier, "this clause");
}

Status Walker::walk_order(Json& order) {
  return check_fields(order, {{"type", FieldKind::kPlain},
                              {"null_order", FieldKind::kPlain},
                              {"expression", FieldKind::kExpression}});
}

Inspection Walker::take_inspection() {
  for (const std::string& column : single_columns_)  // `SELECT t FROM t`: a whole row
    if (std::find(relation_names_.begin(), relation_names_.end(), column) != relation_names_.end())
      found_.refers_to_all_columns = true;
  return std::move(found_);
}

}  // namespace hanse::sql
