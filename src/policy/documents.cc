// SPDX-License-Identifier: Apache-2.0
#include "policy/documents.h"

#include <algorithm>
#include <array>

namespace hanse::policy {
namespace {

constexpr size_t kRowFiltersMax = 64;  // of one table
constexpr size_t kMasksMax = 10'000;
constexpr size_t kFilterValuesMax = 10'000;  // of `in` and `notIn`
constexpr size_t kExpressionBytesMax = 16'384;
constexpr size_t kReasonsMax = 100;

std::unexpected<Error> wrong(std::string message) {
  return fail(ErrorCode::kDataError, std::move(message));
}

// Refuses what is no object and members that nothing reads: a slip must not loosen a decision.
Status check_members(const Json& value, std::string_view what,
                     std::initializer_list<std::string_view> allowed) {
  if (!value.is_object()) return wrong(fmt::format("{} is no object", what));
  for (const auto& [name, member] : value.members()) {
    if (std::ranges::find(allowed, name) == allowed.end()) {
      return wrong(fmt::format("{} has `{}`, which is unknown", what, name));
    }
  }
  return {};
}

Result<std::string> text_member(const Json& value, std::string_view name, std::string_view what) {
  const Json& member = value[name];
  if (member.is_null()) return std::string();
  if (!member.is_string()) return wrong(fmt::format("`{}` of {} is no text", name, what));
  return std::string(member.as_string());
}

Result<std::string> expression_member(const Json& value, std::string_view what) {
  HANSE_TRY(std::string text, text_member(value, "expression", what));
  if (text.empty()) return wrong(fmt::format("the expression of {} is empty", what));
  if (text.size() > kExpressionBytesMax) {
    return wrong(
        fmt::format("the expression of {} is longer than {} bytes", what, kExpressionBytesMax));
  }
  return text;
}

bool is_scalar(const Json& value) {
  return value.is_bool() || value.is_number() || value.is_string();
}

enum class Operand { kScalar, kOrdered, kText, kList, kListOrKeys, kNone };
struct OperatorEntry {
  std::string_view name;
  Operand operand;
};
constexpr std::array kOperators{
    OperatorEntry{"equal", Operand::kScalar},
    OperatorEntry{"notEqual", Operand::kScalar},
    OperatorEntry{"lessThan", Operand::kOrdered},
    OperatorEntry{"lessOrEqual", Operand::kOrdered},
    OperatorEntry{"greaterThan", Operand::kOrdered},
    OperatorEntry{"greaterOrEqual", Operand::kOrdered},
    OperatorEntry{"in", Operand::kListOrKeys},
    OperatorEntry{"notIn", Operand::kList},
    OperatorEntry{"isNull", Operand::kNone},
    OperatorEntry{"isNotNull", Operand::kNone},
    OperatorEntry{"startsWith", Operand::kText},
};

bool is_list(const Json& value) {
  return value.is_array() && value.size() <= kFilterValuesMax &&
         std::ranges::all_of(value.items(), is_scalar);
}

bool is_keys(const Json& value) {
  return value.is_object() && value.size() == 3 && value["domain"].is_string() &&
         value["table"].is_string() && value["column"].is_string();
}

bool fits(Operand operand, const Json& value) {
  switch (operand) {
    case Operand::kScalar: return is_scalar(value);
    case Operand::kOrdered: return value.is_number() || value.is_string();
    case Operand::kText: return value.is_string();
    case Operand::kList: return is_list(value);
    case Operand::kListOrKeys: return is_list(value) || is_keys(value);
    case Operand::kNone: return value.is_null();
  }
  return false;
}

Result<RowFilter> row_filter_from(const Json& item) {
  constexpr std::string_view kWhat = "a row filter";
  HANSE_TRY_STATUS(
      check_members(item, kWhat, {"rule", "field", "operator", "value", "expression"}));
  RowFilter filter;
  HANSE_TRY(filter.rule, text_member(item, "rule", kWhat));
  if (item.find("expression") != nullptr) {
    if (item.find("field") != nullptr || item.find("operator") != nullptr) {
      return wrong("a row filter has both an expression and a field");
    }
    HANSE_TRY(filter.expression, expression_member(item, kWhat));
    return filter;
  }
  HANSE_TRY(filter.field, text_member(item, "field", kWhat));
  HANSE_TRY(filter.operation, text_member(item, "operator", kWhat));
  if (filter.field.empty()) return wrong("a row filter has neither a field nor an expression");
  const auto entry = std::ranges::find(kOperators, filter.operation, &OperatorEntry::name);
  if (entry == kOperators.end()) {
    return wrong(fmt::format("a row filter on `{}` has the unknown operator `{}`", filter.field,
                             filter.operation));
  }
  filter.value = item["value"];
  if (!fits(entry->operand, filter.value)) {
    return wrong(fmt::format("the value of the row filter on `{}` does not fit `{}`", filter.field,
                             filter.operation));
  }
  return filter;
}

struct ActionEntry {
  std::string_view name;
  MaskAction action;
};
constexpr std::array kActions{
    ActionEntry{"null", MaskAction::kNull},
    ActionEntry{"constant", MaskAction::kConstant},
    ActionEntry{"keepFirst4", MaskAction::kKeepFirst4},
    ActionEntry{"keepLast4", MaskAction::kKeepLast4},
    ActionEntry{"truncateToYear", MaskAction::kTruncateToYear},
    ActionEntry{"truncateToMonth", MaskAction::kTruncateToMonth},
    ActionEntry{"keyedHash", MaskAction::kKeyedHash},
};

Status mask_action(const Json& item, ColumnMask& mask) {
  constexpr std::string_view kWhat = "a column mask";
  if (const Json* view = item.find("viewExpression")) {
    if (item.find("action") != nullptr) return wrong("a column mask has two meanings");
    // Trino's `identity` would evaluate as somebody else: refused as unknown.
    HANSE_TRY_STATUS(check_members(*view, "a mask's viewExpression", {"expression"}));
    mask.action = MaskAction::kExpression;
    HANSE_TRY(mask.expression, expression_member(*view, kWhat));
    return {};
  }
  HANSE_TRY(const std::string name, text_member(item, "action", kWhat));
  const auto entry = std::ranges::find(kActions, name, &ActionEntry::name);
  if (entry == kActions.end()) {
    return wrong(fmt::format("the mask of `{}` has the unknown action `{}`", mask.column, name));
  }
  mask.action = entry->action;
  mask.argument = item["argument"];
  const bool wants_argument = mask.action == MaskAction::kConstant;
  if (wants_argument ? !is_scalar(mask.argument) : !mask.argument.is_null()) {
    return wrong(fmt::format("the mask of `{}` has a wrong argument for `{}`", mask.column, name));
  }
  return {};
}

Result<ColumnMask> mask_from(const Json& item, const std::vector<std::string>& columns) {
  HANSE_TRY_STATUS(check_members(
      item, "a column mask", {"index", "viewExpression", "action", "argument", "rule", "order"}));
  ColumnMask mask;
  HANSE_TRY(mask.rule, text_member(item, "rule", "a column mask"));
  const Json& index = item["index"];
  if (!index.is_integer() || index.as_int(-1) < 0 ||
      static_cast<size_t>(index.as_int()) >= columns.size()) {
    return wrong(fmt::format("a column mask has the index {}, expected 0 to {}", index.dump(),
                             columns.size()));
  }
  mask.column = columns[static_cast<size_t>(index.as_int())];
  if (const Json* order = item.find("order")) {
    if (!order->is_integer()) return wrong("the order of a column mask is no whole number");
    mask.order = order->as_int();
  }
  HANSE_TRY_STATUS(mask_action(item, mask));
  return mask;
}

Status check_list(const Json& value, std::string_view what, size_t items_max) {
  if (!value.is_array()) return wrong(fmt::format("{} are no set", what));
  if (value.size() > items_max) {
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("there are more than {} {}", items_max, what));
  }
  return {};
}

}  // namespace

Result<std::vector<RowFilter>> decode_row_filters(const Json& value) {
  HANSE_TRY_STATUS(check_list(value, "row filters", kRowFiltersMax));
  std::vector<RowFilter> out;
  for (const auto& item : value.items()) {
    HANSE_TRY(auto filter, row_filter_from(item));
    out.push_back(std::move(filter));
  }
  return out;
}

Result<std::vector<ColumnMask>> decode_column_masks(const Json& value,
                                                    const std::vector<std::string>& columns) {
  HANSE_TRY_STATUS(check_list(value, "column masks", kMasksMax));
  std::vector<ColumnMask> out;
  for (const auto& item : value.items()) {
    HANSE_TRY(auto mask, mask_from(item, columns));
    out.push_back(std::move(mask));
  }
  return out;
}

Result<std::vector<std::string>> decode_names(const Json& value) {
  HANSE_TRY_STATUS(check_list(value, "names", kMasksMax));
  std::vector<std::string> out;
  for (const auto& item : value.items()) {
    if (!item.is_string()) return wrong(fmt::format("{} is no name", item.dump()));
    out.emplace_back(item.as_string());
  }
  return out;
}

Result<std::vector<Reason>> decode_reasons(const Json& value) {
  constexpr std::string_view kWhat = "a reason";
  HANSE_TRY_STATUS(check_list(value, "reasons", kReasonsMax));
  std::vector<Reason> out;
  for (const auto& item : value.items()) {
    HANSE_TRY_STATUS(check_members(item, kWhat, {"rule", "message", "request"}));
    Reason reason;
    HANSE_TRY(reason.rule, text_member(item, "rule", kWhat));
    HANSE_TRY(reason.message, text_member(item, "message", kWhat));
    HANSE_TRY(reason.request, text_member(item, "request", kWhat));
    if (reason.message.empty()) return wrong("a reason has no message");
    out.push_back(std::move(reason));
  }
  return out;
}

Result<bool> decode_flag(const Json* value) {
  if (value == nullptr) return false;
  if (!value->is_bool()) return wrong(fmt::format("{} is neither true nor false", value->dump()));
  return value->as_bool();
}

}  // namespace hanse::policy
