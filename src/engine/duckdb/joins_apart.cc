// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/joins_apart.h"

namespace hanse::engine {
namespace {

// Where a table holds others.
constexpr std::string_view kSides[] = {"left", "right", "source"};

bool is_join(const Json& node) { return node["type"].as_string() == "JOIN"; }

// Whether the join on a side of a table may be read as a part of something else.
bool is_lost(const Json& table, std::string_view side) {
  if (!is_join(table[side])) return false;
  if (table["type"].as_string() == "PIVOT") return side == "source";
  if (!is_join(table)) return false;
  return side == "right" || (is_comma_join(table[side]) && !is_comma_join(table));
}

bool has_lost(const Json& node) {
  for (const std::string_view side : kSides)
    if (is_lost(node, side)) return true;
  for (const auto& [key, value] : node.members())
    if ((value.is_object() || value.is_array()) && has_lost(value)) return true;
  for (const Json& item : node.items())
    if (has_lost(item)) return true;
  return false;
}

}  // namespace

bool is_comma_join(const Json& table) {
  return is_join(table) && table["ref_type"].as_string() == "CROSS";
}

JoinsApart::JoinsApart(Json& ast) {
  if (!has_lost(ast)) return;
  word_ = "hanse_join";
  for (const std::string text = ast.dump(); text.find(word_) != std::string::npos;) word_ += '_';
  visit(ast);
}

void JoinsApart::visit(Json& node) {
  if (node.is_array())
    for (Json& item : node.mutable_items()) visit(item);
  if (!node.is_object()) return;
  for (auto& member : node.mutable_members()) visit(member.second);
  for (const std::string_view side : kSides)
    if (is_lost(node, side)) take(*node.find(side));
}

void JoinsApart::take(Json& child) {
  const Json table = Json::object({{"type", "BASE_TABLE"},
                                   {"alias", ""},
                                   {"sample", Json()},
                                   {"schema_name", ""},
                                   {"table_name", name_of(joins_.size())},
                                   {"column_name_alias", Json::array()},
                                   {"catalog_name", ""},
                                   {"at_clause", Json()}});
  joins_.push_back(std::exchange(child, table));
}

std::string JoinsApart::put_back(std::string text, const std::vector<std::string>& texts) const {
  for (size_t index = texts.size(); index-- > 0;) {
    const std::string name = name_of(index);
    if (const size_t at = text.find(name); at != std::string::npos)
      text.replace(at, name.size(), "(" + texts[index] + ")");
  }
  return text;
}

}  // namespace hanse::engine
