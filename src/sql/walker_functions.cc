// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "sql/ast_words.h"
#include "sql/walker.h"

namespace hanse::sql {
namespace {

// Functions that look for a pattern by calling themselves at each wildcard: the work is the text's
// length to the power of their number, and the engine cannot be interrupted in it.
constexpr std::string_view kPatternFunctions[] = {"~~",
                                                  "!~~",
                                                  "~~*",
                                                  "!~~*",
                                                  "~~~",
                                                  "like_escape",
                                                  "not_like_escape",
                                                  "ilike_escape",
                                                  "not_ilike_escape"};
constexpr size_t kWildcardsMax = 2;

// The text of constants and of what joins them: `'%' || $1 || '%'`.
std::optional<std::string> constant_text(const Json& node) {
  const std::string_view kind = node["class"].as_string();
  if (kind == "CONSTANT") {
    const Json& value = node["value"]["value"];
    if (value.is_string()) return std::string(value.as_string());
    return node["value"]["is_null"].as_bool() ? std::optional(std::string()) : std::nullopt;
  }
  if (kind == "CAST" && node["cast_type"]["id"].as_string() == "VARCHAR")
    return constant_text(node["child"]);
  const std::string_view name = node["function_name"].as_string();
  if (kind != "FUNCTION" || (name != "||" && name != "concat")) return std::nullopt;
  std::string out;
  for (const Json& part : node["children"].items()) {
    const auto text = constant_text(part);
    if (!text) return std::nullopt;
    out += *text;
  }
  return out;
}

// Runs of wildcards that are followed by something.
size_t wildcards(std::string_view pattern, char wildcard) {
  size_t runs = 0;
  for (size_t i = 0; i + 1 < pattern.size(); ++i)
    runs += pattern[i] == wildcard && pattern[i + 1] != wildcard;
  return runs;
}

}  // namespace

Status Walker::check_pattern(const Json& node, std::string_view function) {
  if (!is_one_of(function, kPatternFunctions)) return {};
  const auto pattern = constant_text(node["children"].at(1));
  if (!pattern)
    return refuse(node["children"].at(1), "a pattern that is no constant",
                  "`contains`, `starts_with` and `ends_with` take any text");
  // Without `_` and an escape, case told apart: the engine looks for the parts one after another.
  const bool one_pass = (function == "~~" || function == "!~~") && !pattern->contains('_');
  if (one_pass || wildcards(*pattern, function == "~~~" ? '*' : '%') <= kWildcardsMax) return {};
  return refuse(node, fmt::format("a pattern with more than {} wildcards", kWildcardsMax),
                "`LIKE` without `_` and ESCAPE may have any number; or use `regexp_matches`");
}

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
  static const FunctionRule kOwn;
  const bool is_own = options_.own_functions != nullptr && schema == options_.own_schema &&
                      catalog.empty() && options_.own_functions->contains(name);
  const FunctionRule* rule = is_own ? &kOwn : find_function(name, kind);
  if (rule == nullptr && kind == FunctionKind::kScalar)
    rule = find_function(name, FunctionKind::kAggregate);
  // `x.f()` arrives as schema `x`: only the built-in schema's own name may stand there.
  if (rule == nullptr || (!is_own && !schema.empty() && schema != "main") ||
      (!catalog.empty() && catalog != "system"))
    return refuse(node, fmt::format("the function `{}`", name),
                  "`docs/reference/functions.md` lists the functions that statements may use");
  HANSE_TRY_STATUS(check_cap(node, *rule));
  HANSE_TRY_STATUS(check_pattern(node, name));
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
