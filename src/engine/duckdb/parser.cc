// SPDX-License-Identifier: Apache-2.0
#include <mutex>

#include "base/utf8.h"
#include "engine/duckdb/connections.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/instance.h"
#include "engine/duckdb/joins_apart.h"
#include "engine/engine.h"

namespace hanse::engine {
namespace {

constexpr std::string_view kSelect = "SELECT ";
constexpr std::string_view kFrom = "SELECT * FROM ";

Status check_text(std::string_view text) {
  if (const size_t at = text.find('\0'); at != std::string_view::npos)
    return fail(Error{ErrorCode::kInvalidArgument, "a statement must not contain a NUL byte", {},
                      static_cast<int>(at), {}});
  if (const size_t at = first_invalid_utf8(text); at != std::string_view::npos)
    return fail(Error{ErrorCode::kInvalidArgument, "a statement must be valid UTF-8", {},
                      static_cast<int>(at), {}});
  return {};
}

// Only the select list is there: what anyone could append after an expression shows up elsewhere.
bool is_bare_select(const Json& node) {
  return node["type"].as_string() == "SELECT_NODE" && node["modifiers"].size() == 0 &&
         node["cte_map"]["map"].size() == 0 && node["select_list"].size() == 1 &&
         node["from_table"]["type"].as_string() == "EMPTY" && node["where_clause"].is_null() &&
         node["group_expressions"].size() == 0 && node["group_sets"].size() == 0 &&
         node["aggregate_handling"].as_string() == "STANDARD_HANDLING" &&
         node["having"].is_null() && node["qualify"].is_null() && node["sample"].is_null();
}

// A floating-point literal prints like a decimal one, and would come back as that: in its place
// stands the cast of its exact text. `cast`: the node of such a cast.
void carry_floats_as_text(Json& node, const Json& cast) {
  if (node.is_array())
    for (Json& item : node.mutable_items()) carry_floats_as_text(item, cast);
  if (!node.is_object()) return;
  const Json* value = node["class"].as_string() == "CONSTANT" ? node.find("value") : nullptr;
  if (value == nullptr || (*value)["type"]["id"].as_string() != "DOUBLE" ||
      (*value)["is_null"].as_bool(true)) {
    for (auto& member : node.mutable_members()) carry_floats_as_text(member.second, cast);
    return;
  }
  Json child = cast["child"], text = child["value"];
  text.set("value", (*value)["value"].dump());
  child.set("value", std::move(text)).set("query_location", node["query_location"]);
  Json made = cast;
  made.set("child", std::move(child)).set("query_location", node["query_location"]);
  made.set("alias", node["alias"]);
  node = std::move(made);
}

class DuckdbParser : public Parser {
 public:
  explicit DuckdbParser(std::shared_ptr<Instance> instance) : connections_(std::move(instance)) {}

  Result<Json> parse(const std::string& sql) override {
    HANSE_TRY_STATUS(check_text(sql));
    HANSE_TRY(auto lease, connections_.lease());
    HANSE_TRY(const std::string text,
              lease.text_of("SELECT json_serialize_sql($1::VARCHAR)::VARCHAR", sql));
    auto parsed = Json::parse(text);
    if (!parsed && parsed.error().code == ErrorCode::kLimitExceeded)
      return fail(ErrorCode::kLimitExceeded, "the statement is nested too deeply");
    if (!parsed)  // the engine writes what is no JSON number
      return fail(ErrorCode::kInvalidArgument, "a number in the statement is out of range",
                  "`CAST('inf' AS DOUBLE)` gives infinity");
    if ((*parsed)["error"].as_bool(true)) return fail(reworded(*parsed, sql));
    parsed->erase("error");
    carry_floats_as_text(*parsed, float_cast_);
    return parsed;
  }
  // Once, before anybody else has it.
  Status learn() {
    HANSE_TRY(float_cast_, parse_expression("CAST('0' AS DOUBLE)"));
    HANSE_TRY(from_only_, parse(std::string(kFrom) + "t"));
    return {};
  }

  Result<std::string> print(const Json& ast) override {
    Json whole = Json::object({{"error", false}});
    for (const auto& [key, value] : ast.members()) whole.set(key, value);
    const JoinsApart apart(whole);
    HANSE_TRY(std::string text, print_as_it_stands(whole));
    std::vector<std::string> joins;
    for (const Json& join : apart.joins()) {
      HANSE_TRY(std::string printed, print_table(join));
      joins.push_back(std::move(printed));
    }
    return apart.put_back(std::move(text), joins);
  }

  Result<Json> parse_expression(const std::string& expression) override {
    auto ast = parse(std::string(kSelect) + expression);
    if (!ast) {
      Error error = std::move(ast).error();
      const int shifted = error.position - static_cast<int>(kSelect.size());
      error.position = shifted >= 0 ? shifted : -1;
      return fail(std::move(error));
    }
    const Json& statements = (*ast)["statements"];
    const Json& node = statements.at(0)["node"];
    if (statements.size() != 1 || !is_bare_select(node) ||
        !node["select_list"].at(0)["alias"].as_string().empty())
      return fail(ErrorCode::kInvalidArgument, "expected exactly one expression, without an alias");
    return node["select_list"].at(0);
  }

 private:
  Result<std::string> print_as_it_stands(const Json& whole) {
    HANSE_TRY(auto lease, connections_.lease());
    // A parameter that is cast to JSON itself is bound anew each time.
    auto text = lease.text_of("SELECT json_deserialize_sql(t::JSON) FROM (SELECT $1::VARCHAR AS t)",
                              whole.dump());
    if (!text)
      return fail(ErrorCode::kInternal, "the syntax tree does not print: " + text.error().message);
    return text;
  }

  // As it stands in parentheses after FROM.
  Result<std::string> print_table(const Json& table) {
    if (is_comma_join(table)) {
      HANSE_TRY(const std::string left, print_table(table["left"]));
      HANSE_TRY(const std::string right, print_table(table["right"]));
      return left + " CROSS JOIN " + right;
    }
    Json whole = from_only_;
    whole.set("error", false);
    whole.find("statements")->mutable_items()[0].find("node")->set("from_table", table);
    HANSE_TRY(const std::string text, print_as_it_stands(whole));
    if (!text.starts_with(kFrom)) return fail(ErrorCode::kInternal, "a join does not print");
    return text.substr(kFrom.size());
  }

  Connections connections_;
  Json from_only_;                    // constant after `learn`
  Json float_cast_;                   // constant after `learn`
};

}  // namespace

Result<std::shared_ptr<Parser>> make_parser() {
  InstanceOptions options;
  options.threads = 1;
  options.then = {"SET GLOBAL enable_external_access = false",
                  "SET GLOBAL lock_configuration = true"};
  HANSE_TRY(auto instance, Instance::open(options));
  auto parser = std::make_shared<DuckdbParser>(std::move(instance));
  HANSE_TRY_STATUS(parser->learn());
  return parser;
}

}  // namespace hanse::engine
