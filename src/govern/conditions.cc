// SPDX-License-Identifier: Apache-2.0
#include "govern/conditions.h"

#include "base/files.h"
#include "sql/inspect.h"
#include "sql/rewrite.h"

namespace hanse::govern {
namespace {

using policy::MaskAction;

std::unexpected<Error> refuse(std::string message) {
  return fail(ErrorCode::kDenied, "the policy cannot be enforced: " + std::move(message));
}

const catalog::ColumnFacts* column_of(const catalog::TableEntry& table, std::string_view name) {
  for (const auto& column : table.columns)
    if (column.name == name) return &column;
  return nullptr;
}

// `only`: the one column that it may refer to; empty: any of the table.
Result<Json> expression_of(const std::string& text, const catalog::TableEntry& table,
                           const ConditionContext& context, std::string_view only = {}) {
  Result<Json> parsed = context.parser->parse_expression(text);
  if (!parsed) return refuse(fmt::format("the expression `{}` does not parse", text));
  const Result<std::vector<std::string>> columns = sql::inspect_expression(*parsed);
  if (!columns) return refuse(columns.error().message);
  for (const std::string& name : *columns)
    if (column_of(table, name) == nullptr)
      return refuse(fmt::format("`{}` is no column of `{}.{}`", name, table.schema, table.name));
    else if (!only.empty() && name != only)
      return refuse(fmt::format("a domain's mask of `{}` refers to `{}`, expected no other column",
                                only, name));
  return parsed;
}

Result<std::vector<Json>> constants(const Json& values) {
  std::vector<Json> out;
  for (const Json& value : values.items()) {
    HANSE_TRY(Json made, sql::constant(value));
    out.push_back(std::move(made));
  }
  if (out.empty()) return refuse("a list of values is empty");
  return out;
}

// `field in` the keys of another product.
Result<Json> in_product(Json field, const Json& target, const ConditionContext& context) {
  const TableName other{std::string(target["domain"].as_string()),
                        std::string(target["table"].as_string())};
  Result<Json> keys = context.lookup(other, std::string(target["column"].as_string()));
  if (!keys)
    return refuse(fmt::format("the keys in `{}.{}` cannot be read: {}", other.schema, other.name,
                              keys.error().message));
  return sql::in_subquery(std::move(field), std::move(*keys));
}

std::optional<sql::Comparison> comparison_of(std::string_view operation) {
  if (operation == "equal") return sql::Comparison::kEqual;
  if (operation == "notEqual") return sql::Comparison::kNotEqual;
  if (operation == "lessThan") return sql::Comparison::kLess;
  if (operation == "lessOrEqual") return sql::Comparison::kLessOrEqual;
  if (operation == "greaterThan") return sql::Comparison::kGreater;
  if (operation == "greaterOrEqual") return sql::Comparison::kGreaterOrEqual;
  return std::nullopt;
}

Json truncated(Json value, const char* part, const std::string& type) {
  return sql::cast(sql::call("date_trunc", {*sql::constant(part), std::move(value)}), type);
}

bool is_date(const std::string& type) {
  return type == "DATE" || type == "TIMESTAMP" || type == "TIMESTAMP WITH TIME ZONE";
}

Json kept(Json value, const char* side) {
  // A fixed run of stars: the length of what is hidden is hidden too.
  Json part = sql::call(side, {std::move(value), *sql::constant(4)});
  const Json stars = *sql::constant("****");
  return std::string_view(side) == "left" ? sql::call("concat", {std::move(part), stars})
                                          : sql::call("concat", {stars, std::move(part)});
}

// NULL with the column's own type, whatever that is.
Json typed_null(const std::string& column) {
  Json check =
      Json::object({{"when_expr", *sql::constant(false)}, {"then_expr", sql::column_ref(column)}});
  return Json::object({{"class", "CASE"},
                       {"type", "CASE_EXPR"},
                       {"alias", ""},
                       {"case_checks", Json::array({std::move(check)})},
                       {"else_expr", *sql::constant(Json())}});
}

Result<Json> constant_form(const Json& value, const catalog::ColumnFacts& column,
                           const ConditionContext& context) {
  HANSE_TRY(Json made, sql::constant(value));
  const bool is_simple = column.type.find_first_of("([") == std::string::npos;
  if (is_simple) return sql::cast(std::move(made), column.type);
  if (!column.type.starts_with("DECIMAL(") || column.type.ends_with("]"))
    return refuse(fmt::format("column `{}` has no constant form", column.name));
  HANSE_TRY(Json cast, context.parser->parse_expression("CAST(NULL AS " + column.type + ")"));
  cast.set("child", std::move(made));
  return cast;
}

Result<Json> apply_mask(Json value, const policy::ColumnMask& mask,
                        const catalog::ColumnFacts& column, const catalog::TableEntry& table,
                        const ConditionContext& context, bool first) {
  const bool text = column.type == "VARCHAR";
  switch (mask.action) {
    case MaskAction::kNull: return typed_null(column.name);
    case MaskAction::kConstant: return constant_form(mask.argument, column, context);
    case MaskAction::kKeepFirst4:
    case MaskAction::kKeepLast4:
      if (!text) return refuse(fmt::format("column `{}` is no text", column.name));
      return kept(std::move(value), mask.action == MaskAction::kKeepFirst4 ? "left" : "right");
    case MaskAction::kTruncateToYear:
    case MaskAction::kTruncateToMonth:
      if (!is_date(column.type)) return refuse(fmt::format("column `{}` is no date", column.name));
      return truncated(std::move(value),
                       mask.action == MaskAction::kTruncateToYear ? "year" : "month", column.type);
    case MaskAction::kKeyedHash:
      if (!text) return refuse(fmt::format("column `{}` is no text", column.name));
      return sql::call("hanse_keyed_hash", {std::move(value)});
    case MaskAction::kExpression:
      // It speaks of the stored value, so it cannot stand on another mask.
      if (!first) return refuse("an expression cannot follow another mask");
      return expression_of(mask.expression, table, context,
                           mask.own_column_only ? column.name : std::string_view());
  }
  return refuse("an unknown mask");
}

}  // namespace

std::vector<std::string> snapshot_files(const catalog::SnapshotRecord& snapshot,
                                        const std::string& state_folder) {
  std::vector<std::string> files;
  for (const std::string& file : snapshot.files) files.push_back(join_path(state_folder, file));
  return files;
}

Result<Json> filter_condition(const policy::RowFilter& filter, const catalog::TableEntry& table,
                              const ConditionContext& context) {
  if (!filter.expression.empty()) return expression_of(filter.expression, table, context);
  if (column_of(table, filter.field) == nullptr)
    return refuse(
        fmt::format("`{}` is no column of `{}.{}`", filter.field, table.schema, table.name));
  Json field = sql::column_ref(filter.field);
  if (const auto comparison = comparison_of(filter.operation)) {
    HANSE_TRY(Json value, sql::constant(filter.value));
    return sql::compare(*comparison, std::move(field), std::move(value));
  }
  if (filter.operation == "isNull") return sql::is_null(std::move(field));
  if (filter.operation == "isNotNull") return sql::logical_not(sql::is_null(std::move(field)));
  if (filter.operation == "in" && filter.value.is_object())
    return in_product(std::move(field), filter.value, context);
  if (filter.operation == "in" || filter.operation == "notIn") {
    HANSE_TRY(auto values, constants(filter.value));
    return filter.operation == "in" ? sql::in_list(std::move(field), std::move(values))
                                    : sql::not_in_list(std::move(field), std::move(values));
  }
  if (filter.operation == "startsWith") {
    HANSE_TRY(Json value, sql::constant(filter.value));
    return sql::call("starts_with", {std::move(field), std::move(value)});
  }
  return refuse(fmt::format("there is no operator `{}`", filter.operation));
}

Result<Json> masked_column(const catalog::ColumnFacts& column,
                           const std::vector<policy::ColumnMask>& masks,
                           const catalog::TableEntry& table, const ConditionContext& context) {
  Json value = sql::column_ref(column.name);
  bool first = true;
  for (const policy::ColumnMask& mask : masks) {
    HANSE_TRY(value, apply_mask(std::move(value), mask, column, table, context, first));
    first = false;
  }
  return sql::with_alias(std::move(value), column.name);
}

std::string describe(const policy::RowFilter& filter) {
  const std::string what =
      !filter.expression.empty()
          ? filter.expression
          : fmt::format("{} {} {}", filter.field, filter.operation, filter.value.dump());
  return filter.rule.empty() ? what : fmt::format("{}: {}", filter.rule, what);
}

std::string describe(const policy::ColumnMask& mask) {
  static constexpr std::string_view kNames[] = {"null", "constant", "keepFirst4", "keepLast4",
                                                "truncateToYear", "truncateToMonth", "keyedHash",
                                                "expression"};
  const std::string what =
      fmt::format("{}: {}", mask.column, kNames[static_cast<size_t>(mask.action)]);
  return mask.rule.empty() ? what : fmt::format("{} ({})", what, mask.rule);
}

}  // namespace hanse::govern
