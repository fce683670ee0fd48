// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "sql/walker.h"

namespace hanse::sql {

Status Walker::check_cap(const Json& node, const FunctionRule& rule) {
  if (rule.capped_argument == kNoArgumentCapped) return {};
  const auto& arguments = node["children"].items();
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (rule.capped_argument != kEveryArgumentCapped && static_cast<int>(i) != rule.capped_argument)
      continue;
    const Json& constant = arguments[i];
    const Json& value = constant["value"]["value"];
    const bool small =
        constant["class"].as_string() == "CONSTANT" &&
        ((value.is_integer() && value.as_int(INT64_MAX) <= rule.cap &&
          value.as_int(INT64_MIN) >= -rule.cap) ||
         (value.is_string() && value.as_string().size() <= static_cast<size_t>(rule.cap)));
    if (!small)
      return refuse(node, fmt::format("`{}` with this argument", rule.name),
                    fmt::format("argument {} must be a constant of at most {}", i + 1, rule.cap));
  }
  return {};
}

Status Walker::walk_function(Json& node, FunctionKind kind) {
  const std::string name = ascii_lower(node["function_name"].as_string());
  const std::string schema = ascii_lower(node["schema"].as_string());
  const std::string catalog = ascii_lower(node["catalog"].as_string());
  const FunctionRule* rule = find_function(name, kind);
  if (rule == nullptr && kind == FunctionKind::kScalar)
    rule = find_function(name, FunctionKind::kAggregate);
  // `x.f()` arrives as schema `x`: only the built-in schema's own name may stand there.
  if (rule == nullptr || (!schema.empty() && schema != "main") ||
      (!catalog.empty() && catalog != "system"))
    return refuse(node, fmt::format("the function `{}`", name),
                  "`docs/reference/functions.md` lists the functions that statements may use");
  HANSE_TRY_STATUS(check_cap(node, *rule));
  if ((rule->facts & kDeterministic) == 0) found_.deterministic = false;
  return check_expression(node, {{"function_name", FieldKind::kPlain},
                                 {"schema", FieldKind::kPlain},
                                 {"catalog", FieldKind::kPlain},
                                 {"children", FieldKind::kExpressions},
                                 {"filter", FieldKind::kExpression},
                                 {"order_bys", FieldKind::kOrderModifier},
                                 {"distinct", FieldKind::kPlain},
                                 {"is_operator", FieldKind::kPlain},
                                 {"export_state", FieldKind::kNone}});
}

Status Walker::walk_aggregate_or_scalar(Json& node) {
  // `unnest` is a table function in FROM and a function in the select list.
  if (ascii_lower(node["function_name"].as_string()) == "unnest")
    return walk_function(node, FunctionKind::kTable);
  return walk_function(node, FunctionKind::kScalar);
}

Status Walker::walk_window(Json& node) {
  const std::string name = ascii_lower(node["function_name"].as_string());
  const std::string schema = ascii_lower(node["schema"].as_string());
  const bool known = find_function(name, FunctionKind::kWindow) != nullptr ||
                     find_function(name, FunctionKind::kAggregate) != nullptr;
  if (!known || (!schema.empty() && schema != "main"))
    return refuse(node, fmt::format("the window function `{}`", name));
  return check_expression(node, {{"function_name", FieldKind::kPlain},
                                 {"schema", FieldKind::kPlain},
                                 {"catalog", FieldKind::kPlain},
                                 {"children", FieldKind::kExpressions},
                                 {"partitions", FieldKind::kExpressions},
                                 {"orders", FieldKind::kOrders},
                                 {"start", FieldKind::kPlain},
                                 {"end", FieldKind::kPlain},
                                 {"start_expr", FieldKind::kExpression},
                                 {"end_expr", FieldKind::kExpression},
                                 {"offset_expr", FieldKind::kExpression},
                                 {"default_expr", FieldKind::kExpression},
                                 {"ignore_nulls", FieldKind::kPlain},
                                 {"filter_expr", FieldKind::kExpression},
                                 {"exclude_clause", FieldKind::kPlain},
                                 {"distinct", FieldKind::kPlain},
                                 {"arg_orders", FieldKind::kOrders}});
}

}  // namespace hanse::sql
