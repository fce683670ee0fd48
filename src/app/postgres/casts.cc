// SPDX-License-Identifier: Apache-2.0
#include "app/postgres/casts.h"

#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "app/postgres/dialect.h"
#include "base/utf8.h"
#include "sql/rewrite.h"

namespace hanse::postgres {
namespace {

// Types whose text is a name and whose number is an oid.
struct Reference {
  std::string_view type;
  const char *to_number, *to_name;
};
constexpr Reference kReferences[] = {
    {"regclass", "hanse_oid", "hanse_relation_name"},
    {"regtype", "hanse_type_oid", "hanse_type_name"},
    {"regnamespace", "hanse_schema_oid", "hanse_schema_name"},
    {"regrole", "hanse_role_oid", "hanse_role_name"},
};
constexpr std::string_view kTexts[] = {
    "name",           "cstring",   "char",    "pg_node_tree",   "aclitem",
    "inet",           "cidr",      "regproc", "regprocedure",   "regoper",
    "regoperator",    "regconfig", "jsonb",   "sql_identifier", "yes_or_no",
    "character_data", "xml",       "tid",     "citext"};
// `oid` is read as `xid` (dialect.h): the engine's parser takes it for a BIGINT.
constexpr std::string_view kNumbers[] = {"xid", "xid8", "cid"};

std::string type_of(const Json& cast) {
  const Json& type = cast["cast_type"];
  return type["id"].as_string() == "UNBOUND" ? ascii_lower(type["type_info"]["name"].as_string())
                                             : std::string();
}

const Reference* reference_of(const Json& node) {
  if (node["class"].as_string() != "CAST") return nullptr;
  const std::string type = type_of(node);
  for (const Reference& reference : kReferences)
    if (reference.type == type) return &reference;
  return nullptr;
}

bool is_given(const Json& node) {  // by the statement, not by a row
  const std::string_view kind = node["class"].as_string();
  return kind == "CONSTANT" || kind == "PARAMETER" || (kind == "CAST" && is_given(node["child"]));
}

Json called(const char* function, Json argument) {
  return sql::call(function, {std::move(argument)}).set("schema", kCatalogSchema);
}

void resolve(Json& type) {
  if (type["id"].as_string() == "LIST") {
    Json* info = type.find("type_info");
    Json* child = info == nullptr ? nullptr : info->find("child_type");
    if (child != nullptr) resolve(*child);
    return;
  }
  if (type["id"].as_string() != "UNBOUND") return;
  const std::string name = ascii_lower(type["type_info"]["name"].as_string());
  if (std::ranges::find(kTexts, name) != std::end(kTexts))
    type = sql::plain_type("VARCHAR");
  else if (std::ranges::find(kNumbers, name) != std::end(kNumbers))
    type = sql::plain_type("UINTEGER");
  else if (name == "cardinal_number")
    type = sql::plain_type("INTEGER");
  else if (name == "int2vector")
    type = sql::list_type(sql::plain_type("SMALLINT"));
  else if (name == "oidvector")
    type = sql::list_type(sql::plain_type("UINTEGER"));
}

// The items of an array's text; none when it is not one. Quotes and NULL as PostgreSQL reads them.
std::optional<std::vector<Json>> items_of(std::string_view text) {
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  std::vector<Json> out;
  for (size_t at = 0; at < text.size();) {
    std::string item;
    const bool quoted = text[at] == '"';
    if (quoted) {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\' && at + 1 < text.size()) ++at;
        item += text[at];
      }
      if (at++ >= text.size()) return std::nullopt;
    } else {
      while (at < text.size() && text[at] != ',') item += text[at++];
      if (item.find_first_of("{}\"") != std::string::npos) return std::nullopt;
    }
    if (at < text.size() && text[at++] != ',') return std::nullopt;
    out.push_back(!quoted && item == "NULL" ? Json() : Json(std::move(item)));
  }
  return out;
}

const Json* constant_text(const Json& node) {
  const Json& value = node["value"]["value"];
  return node["class"].as_string() == "CONSTANT" && value.is_string() ? &value : nullptr;
}

Json list_value(const std::vector<Json>& items) {
  std::vector<Json> made;
  for (const Json& item : items) made.push_back(*sql::constant(item));
  return sql::list_literal(std::move(made));
}

// Of a cast around a cast to regclass and the like.
bool replace_pair(Json& cast) {
  const Reference* inner = reference_of(cast["child"]);
  if (inner == nullptr) return false;
  const std::string type = type_of(cast);
  const std::string_view id = cast["cast_type"]["id"].as_string();
  const bool number =
      id == "BIGINT" || id == "INTEGER" || std::ranges::find(kNumbers, type) != std::end(kNumbers);
  if (!number && id != "VARCHAR" && std::ranges::find(kTexts, type) == std::end(kTexts))
    return false;
  Json made = called(inner->to_number, cast["child"]["child"]);
  if (!number) made = called(inner->to_name, std::move(made));
  made.set("alias", cast["alias"]);
  cast = std::move(made);
  return true;
}

}  // namespace

void replace_casts(Json& cast) {
  if (replace_pair(cast)) return;
  if (const Reference* reference = reference_of(cast)) {
    Json child = cast["child"];
    Json made = called(is_given(child) ? reference->to_number : reference->to_name, child);
    made.set("alias", cast["alias"]);
    cast = std::move(made);
    return;
  }
  resolve(*cast.find("cast_type"));
  const Json& type = cast["cast_type"];
  if (type["id"].as_string() != "LIST") return;
  if (const Json* text = constant_text(cast["child"]))
    if (const auto items = items_of(text->as_string())) cast.set("child", list_value(*items));
}

bool is_reference_cast(const Json& node) { return reference_of(node) != nullptr; }

void replace_text_array(Json& value) {
  const Json* text = constant_text(value);
  if (const auto items = text == nullptr ? std::nullopt : items_of(text->as_string()))
    value = list_value(*items);
}

void replace_number_array(Json& value) {
  const Json* text = constant_text(value);
  const auto items = text == nullptr ? std::nullopt : items_of(text->as_string());
  if (!items) return;
  std::vector<Json> numbers;
  for (const Json& item : *items) {
    const std::string_view digits = item.as_string();
    int64_t number = 0;
    const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (end.ec != std::errc() || end.ptr != digits.data() + digits.size()) return;
    numbers.emplace_back(number);
  }
  value = list_value(numbers);
}

}  // namespace hanse::postgres
