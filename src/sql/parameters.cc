// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <functional>

#include "sql/ast_words.h"
#include "sql/rewrite.h"

namespace hanse::sql {
namespace {

constexpr std::string_view kValueTypes[] = {"BOOLEAN",   "SMALLINT",
                                            "INTEGER",   "BIGINT",
                                            "HUGEINT",   "FLOAT",
                                            "DOUBLE",    "VARCHAR",
                                            "BLOB",      "DATE",
                                            "TIME",      "TIME WITH TIME ZONE",
                                            "TIMESTAMP", "TIMESTAMP WITH TIME ZONE",
                                            "INTERVAL",  "UUID"};

int number_in(std::string_view text) {
  int out = -1;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), out);
  return end.ec == std::errc() && end.ptr == text.data() + text.size() ? out : -1;
}

// Lists of lists: each level is one of recursion, here and in everything that reads the tree.
constexpr int kListLevelsMax = 16;

// The AST's form of a type's name.
Result<Json> type_node(std::string_view name, int levels = 0) {
  if (name.ends_with("[]")) {
    if (levels == kListLevelsMax)
      return fail(
          ErrorCode::kInvalidArgument,
          fmt::format("a parameter cannot be a list of more than {} levels", kListLevelsMax));
    HANSE_TRY(Json child, type_node(name.substr(0, name.size() - 2), levels + 1));
    return list_type(std::move(child));
  }
  if (name.starts_with("DECIMAL(") && name.ends_with(")")) {
    const size_t comma = name.find(',');
    const int width = number_in(name.substr(8, comma - 8));
    const int scale =
        comma == name.npos ? -1 : number_in(name.substr(comma + 1, name.size() - comma - 2));
    if (width >= 1 && width <= 38 && scale >= 0 && scale <= width)
      return Json::object(
          {{"id", "DECIMAL"},
           {"type_info", type_info("DECIMAL_TYPE_INFO").set("width", width).set("scale", scale)}});
  }
  if (is_one_of(name, kValueTypes)) return plain_type(name);
  return fail(ErrorCode::kInvalidArgument, fmt::format("a parameter cannot be of type `{}`", name));
}

Result<Json> typed(Json child, std::string_view type) {
  HANSE_TRY(Json node, type_node(type));
  return cast(std::move(child), "VARCHAR").set("cast_type", std::move(node));
}

Result<Json> value_node(const Json& value) {
  if (!value.is_object()) return constant(value);
  const Json& inner = value["value"];
  if (value.size() != 2 || !value["type"].is_string() || value.find("value") == nullptr)
    return fail(ErrorCode::kInvalidArgument, "a typed parameter is {\"value\": …, \"type\": …}");
  if (!inner.is_array()) {
    HANSE_TRY(Json made, constant(inner));
    return typed(std::move(made), value["type"].as_string());
  }
  std::vector<Json> items;
  for (const Json& item : inner.items()) {
    HANSE_TRY(Json made, constant(item));
    items.push_back(std::move(made));
  }
  return typed(list_literal(std::move(items)), value["type"].as_string());
}

// `make` gives what stands in the place of `$number`.
Result<Json> replace_parameters(const Json& ast,
                                const std::function<Result<Json>(size_t, Json)>& make) {
  Json out = ast;
  Status status;
  const auto visit = [&](auto&& self, Json& node) -> void {
    if (node.is_object() && node["class"].as_string() == "PARAMETER") {
      const std::string alias(node["alias"].as_string());
      const int number = number_in(node["identifier"].as_string());
      Result<Json> made = make(number < 0 ? 0 : static_cast<size_t>(number), node);
      if (made)
        node = with_alias(std::move(*made), alias);
      else
        status = fail(made.error());
      return;
    }
    if (node.is_object())
      for (auto& member : node.mutable_members()) self(self, member.second);
    if (node.is_array())
      for (Json& item : node.mutable_items()) self(self, item);
  };
  visit(visit, out);
  HANSE_TRY_STATUS(status);
  return out;
}

}  // namespace

Result<Json> bind_parameters(const Json& ast, const std::vector<Json>& values) {
  HANSE_TRY(Json out, replace_parameters(ast, [&](size_t number, const Json&) -> Result<Json> {
              if (number >= 1 && number <= values.size()) return value_node(values[number - 1]);
              return fail(
                  ErrorCode::kInvalidArgument,
                  fmt::format("the statement has the parameter `${}`, and {} values were given",
                              number, values.size()));
            }));
  for (Json& statement : out.find("statements")->mutable_items())
    statement.set("named_param_map", Json::array());
  return out;
}

Result<Json> type_parameters(const Json& ast, const std::vector<std::string>& types) {
  return replace_parameters(ast, [&](size_t number, Json node) -> Result<Json> {
    if (number < 1 || number > types.size() || types[number - 1].empty()) return node;
    node.set("alias", "");
    return typed(std::move(node), types[number - 1]);
  });
}

}  // namespace hanse::sql
