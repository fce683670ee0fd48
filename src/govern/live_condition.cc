// SPDX-License-Identifier: Apache-2.0
#include "govern/live_condition.h"

#include <algorithm>

#include "base/utf8.h"

namespace hanse::govern {
namespace {

using Kind = LiveCondition::Kind;

constexpr int64_t kRowsMax = int64_t{1} << 40;

// Whether `text` is of the form: `9` stands for a digit, `s` for a blank or `T`, others for
// themselves; what follows is given back.
std::optional<std::string_view> rest_behind(std::string_view text, std::string_view form) {
  if (text.size() < form.size()) return std::nullopt;
  for (size_t i = 0; i < form.size(); ++i) {
    const char c = text[i];
    const bool fits = form[i] == '9'   ? c >= '0' && c <= '9'
                      : form[i] == 's' ? c == ' ' || c == 'T'
                                       : c == form[i];
    if (!fits) return std::nullopt;
  }
  return text.substr(form.size());
}

bool is_date(std::string_view text) { return rest_behind(text, "9999-99-99") == ""; }

// A time of day to the microsecond, and its offset where one is wanted.
bool is_timestamp(std::string_view text, bool with_offset) {
  auto rest = rest_behind(text, "9999-99-99s99:99:99");
  if (!rest) return false;
  if (rest->starts_with('.')) {
    size_t end = 1;
    while (end < rest->size() && (*rest)[end] >= '0' && (*rest)[end] <= '9') ++end;
    if (end < 2 || end > 7) return false;
    rest = rest->substr(end);
  }
  if (!with_offset) return rest->empty();
  if (*rest == "Z") return true;
  if (!rest->starts_with('+') && !rest->starts_with('-')) return false;
  const std::string_view offset = rest->substr(1);
  return rest_behind(offset, "99") == "" || rest_behind(offset, "99:99") == "";
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

bool is_whole_type(std::string_view type) { return type.ends_with("INT") || type == "INTEGER"; }

// A number as SQL has it. The tree keeps a decimal as its digits and a scale.
std::optional<std::string> number_of(const Json& value) {
  const std::string_view id = value["type"]["id"].as_string();
  if (!value["value"].is_integer()) return std::nullopt;
  std::string digits = value["value"].dump();
  if (id == "TINYINT" || id == "SMALLINT" || id == "INTEGER" || id == "BIGINT") return digits;
  if (id != "DECIMAL") return std::nullopt;
  const int64_t scale = value["type"]["type_info"]["scale"].as_int();
  const std::string sign = digits.starts_with('-') ? "-" : "";
  digits.erase(0, sign.size());
  if (scale < 0 || scale > 38) return std::nullopt;
  while (digits.size() <= static_cast<size_t>(scale)) digits.insert(0, "0");
  if (scale > 0) digits.insert(digits.size() - static_cast<size_t>(scale), ".");
  return sign + digits;
}

// A constant as a value of the column, in the form that both sides read alike.
std::optional<std::string> value_of(const Json& node, const std::string& type) {
  const Json* constant = &node;
  if (node["class"].as_string() == "CAST") {
    if (node["cast_type"]["id"].as_string() != type || node["try_cast"].as_bool())
      return std::nullopt;
    constant = node.find("child");
  }
  if (constant == nullptr || (*constant)["class"].as_string() != "CONSTANT") return std::nullopt;
  const Json& value = (*constant)["value"];
  if (value["is_null"].as_bool(true)) return std::nullopt;
  if (is_whole_type(type) || type.starts_with("DECIMAL(")) return number_of(value);
  if (value["type"]["id"].as_string() != "VARCHAR" || !value["value"].is_string())
    return std::nullopt;
  const std::string text(value["value"].as_string());
  if (type == "VARCHAR") return text;
  if (type == "DATE" && is_date(text)) return text;
  if (type == "TIMESTAMP" && is_timestamp(text, false)) return text;
  if (type == "TIMESTAMP WITH TIME ZONE" && is_timestamp(text, true)) return text;
  if (type == "UUID" && is_uuid(text)) return text;
  return std::nullopt;
}

std::optional<Kind> kind_of(std::string_view type) {
  if (type == "COMPARE_EQUAL") return Kind::kEqual;
  if (type == "COMPARE_NOTEQUAL") return Kind::kNotEqual;
  if (type == "COMPARE_LESSTHAN") return Kind::kLess;
  if (type == "COMPARE_LESSTHANOREQUALTO") return Kind::kLessOrEqual;
  if (type == "COMPARE_GREATERTHAN") return Kind::kGreater;
  if (type == "COMPARE_GREATERTHANOREQUALTO") return Kind::kGreaterOrEqual;
  return std::nullopt;
}

Kind turned(Kind kind) {
  switch (kind) {
    case Kind::kLess:
      return Kind::kGreater;
    case Kind::kLessOrEqual:
      return Kind::kGreaterOrEqual;
    case Kind::kGreater:
      return Kind::kLess;
    case Kind::kGreaterOrEqual:
      return Kind::kLessOrEqual;
    default:
      return kind;
  }
}

class Reader {
 public:
  Reader(const LiveColumnOf& column_of, LiveConditions& out) : column_of_(column_of), out_(out) {}

  void read(const Json& node) {
    const std::string_view kind = node["class"].as_string(), type = node["type"].as_string();
    if (kind == "CONJUNCTION" && type == "CONJUNCTION_AND") {
      for (const Json& child : node["children"].items()) read(child);
    } else if (const auto comparison = kind_of(type); kind == "COMPARISON" && comparison) {
      if (!add(*comparison, node["left"], {&node["right"]}) &&
          !add(turned(*comparison), node["right"], {&node["left"]}))
        out_.is_whole = false;
    } else if (kind == "BETWEEN" && type == "COMPARE_BETWEEN") {
      if (!add(Kind::kGreaterOrEqual, node["input"], {&node["lower"]})) out_.is_whole = false;
      if (!add(Kind::kLessOrEqual, node["input"], {&node["upper"]})) out_.is_whole = false;
    } else if (kind == "OPERATOR" && type == "COMPARE_IN") {
      const auto& items = node["children"].items();
      std::vector<const Json*> values;
      for (size_t i = 1; i < items.size(); ++i) values.push_back(&items[i]);
      if (values.empty() || !add(Kind::kIn, items[0], values)) out_.is_whole = false;
    } else {
      out_.is_whole = false;
    }
  }

 private:
  bool add(Kind kind, const Json& reference, const std::vector<const Json*>& constants) {
    if (reference["class"].as_string() != "COLUMN_REF") return false;
    const catalog::ColumnFacts* column = column_of_(reference);
    if (column == nullptr) return false;
    LiveCondition out{column->name, kind, {}};
    // Texts are equal where both sides say so, but their order hangs on a collation.
    if (column->type == "VARCHAR" && kind != Kind::kEqual && kind != Kind::kIn) return false;
    for (const Json* constant : constants) {
      auto value = value_of(*constant, column->type);
      if (!value) return false;
      out.values.push_back(std::move(*value));
    }
    out_.conditions.push_back(std::move(out));
    return true;
  }

  const LiveColumnOf& column_of_;
  LiveConditions& out_;
};

std::optional<int64_t> whole_constant(const Json& node) {
  const std::string_view id = node["value"]["type"]["id"].as_string();
  if (node["class"].as_string() != "CONSTANT" || (id != "INTEGER" && id != "BIGINT"))
    return std::nullopt;
  const int64_t value = node["value"]["value"].as_int(-1);
  if (value < 0 || value > kRowsMax) return std::nullopt;
  return value;
}

}  // namespace

LiveConditions live_conditions(const Json& expression, const LiveColumnOf& column_of) {
  LiveConditions out;
  if (!expression.is_null()) Reader(column_of, out).read(expression);
  return out;
}

std::optional<int64_t> live_rows_max(const Json& node) {
  const auto& modifiers = node["modifiers"].items();
  if (modifiers.size() != 1 || modifiers[0]["type"].as_string() != "LIMIT_MODIFIER" ||
      !node["group_expressions"].items().empty() || !node["group_sets"].items().empty() ||
      node["aggregate_handling"].as_string() != "STANDARD_HANDLING" || !node["having"].is_null() ||
      !node["qualify"].is_null())
    return std::nullopt;
  // A function may be one that takes all rows.
  for (const Json& item : node["select_list"].items())
    if (const std::string_view kind = item["class"].as_string();
        kind != "COLUMN_REF" && kind != "STAR" && kind != "CONSTANT")
      return std::nullopt;
  const auto limit = whole_constant(modifiers[0]["limit"]);
  const Json& stated = modifiers[0]["offset"];
  const auto offset = stated.is_null() ? std::optional<int64_t>(0) : whole_constant(stated);
  if (!limit || !offset) return std::nullopt;
  return *limit + *offset;
}

}  // namespace hanse::govern
