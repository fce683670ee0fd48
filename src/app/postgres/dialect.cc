// SPDX-License-Identifier: Apache-2.0
#include "app/postgres/dialect.h"

#include "app/postgres/casts.h"
#include "app/postgres/column_names.h"
#include "base/embedded.h"
#include "base/utf8.h"
#include "sql/lexer.h"
#include "sql/rewrite.h"

namespace hanse::postgres {
namespace {

using sql::Token;

constexpr std::string_view kFiles[] = {"src/app/postgres/relations.sql",
                                       "src/app/postgres/functions.sql",
                                       "src/app/postgres/empty_relations.sql"};
// In PostgreSQL they are functions without parentheses; as the engine's they would tell its own.
constexpr std::pair<std::string_view, const char*> kSessionValues[] = {
    {"user", "current_user"},
    {"current_user", "current_user"},
    {"session_user", "current_user"},
    {"current_role", "current_user"},
    {"current_schema", "current_schema"},
    {"current_catalog", "current_database"}};
// Of the catalog's functions, those that say nothing of it: other statements call them as well.
constexpr std::string_view kCommonFunctions[] = {"array_to_string", "array_upper", "array_lower",
                                                 "quote_ident", "quote_literal"};

// The words after `begin` up to `(` or a blank, in all files.
std::set<std::string> names_after(std::string_view begin) {
  std::set<std::string> out;
  for (const std::string_view file : kFiles) {
    const std::string_view text = embedded_file(file);
    for (size_t at = text.find(begin); at != std::string_view::npos; at = text.find(begin, at)) {
      at += begin.size();
      out.emplace(text.substr(at, text.find_first_of("( ", at) - at));
    }
  }
  return out;
}

struct Names {
  std::set<std::string> functions = names_after("CREATE MACRO hanse_pg.");
  std::set<std::string> relations = names_after("CREATE TABLE hanse_pg.");
  std::set<std::string> views = names_after("CREATE TABLE hanse_info.");
  Names() {
    relations.merge(names_after("CREATE VIEW hanse_pg."));
    views.merge(names_after("CREATE VIEW hanse_info."));
    // What is ours has no name that a client may say.
    std::erase_if(relations, [](const std::string& name) { return !name.starts_with("pg_"); });
  }
};
const Names& names() {
  static const Names kNames;
  return kNames;
}

// Whether a call of it alone makes a statement one about the catalog.
bool tells_of_catalog(const std::string& function) {
  return names().functions.contains(function) &&
         std::ranges::find(kCommonFunctions, function) == std::end(kCommonFunctions);
}

const char* session_value(std::string_view name) {
  for (const auto& [word, function] : kSessionValues)
    if (word == name) return function;
  return nullptr;
}

void blank(std::string& text, const Token& token) {
  for (size_t i = 0; i < token.text.size(); ++i) text[token.at + i] = ' ';
}

bool is_symbol(const Token& token, char symbol) {
  return token.kind == Token::Kind::kSymbol && token.text.size() == 1 && token.text[0] == symbol;
}

bool is_name(const Token& token) {
  return token.kind == Token::Kind::kWord || token.kind == Token::Kind::kQuoted;
}

class Rewriter {
 public:
  CatalogStatement run(Json ast) {
    collect_ctes(ast);
    for (Json* item : named_columns(ast))  // as PostgreSQL shows them: by name
      if (is_reference_cast(*item)) {
        const std::string alias(item->find("alias")->as_string());
        *item = sql::with_alias(sql::cast(std::move(*item), "VARCHAR"), alias);
      }
    visit(ast);
    CatalogStatement out;
    if (products_ > 0)
      out.concern = relations_ > 0 ? Concern::kBoth : Concern::kProducts;
    else if (relations_ > 0 || functions_ > 0)
      out.concern = Concern::kCatalog;
    out.ast = std::move(ast);
    out.changes = std::move(changes_);
    return out;
  }

 private:
  void collect_ctes(const Json& node) {
    for (const Json& entry : node["cte_map"]["map"].items())
      ctes_.insert(ascii_lower(entry["key"].as_string()));
    for (const auto& [name, value] : node.members()) collect_ctes(value);
    for (const Json& item : node.items()) collect_ctes(item);
  }

  void visit(Json& node) {
    if (node.is_array())
      for (Json& item : node.mutable_items()) visit(item);
    if (!node.is_object()) return;
    before_children(node);
    for (auto& member : node.mutable_members()) visit(member.second);
    after_children(node);
  }

  void before_children(Json& node) {
    if (node["type"].as_string() == "BASE_TABLE") return visit_table(node);
    if (node["type"].as_string() == "TABLE_FUNCTION") return name_column(node);
    // An outer cast says what an inner one to a catalog's type is for.
    if (node["class"].as_string() != "CAST") return;
    functions_ += is_reference_cast(node) || is_reference_cast(node["child"]) ? 1 : 0;
    replace_casts(node);
  }

  void after_children(Json& node) {
    const std::string_view kind = node["class"].as_string();  // goes with a node that is replaced
    if (kind == "FUNCTION") return visit_function(node);
    if (kind == "COLUMN_REF") return visit_column(node);
    if (kind != "COMPARISON") return;
    for (const char* side : {"left", "right"})
      if (Json* value = node.find(side)) replace_number_array(*value);
  }

  void visit_table(Json& table) {
    const std::string schema = ascii_lower(table["schema_name"].as_string());
    const std::string name = ascii_lower(table["table_name"].as_string());
    if (schema.empty() && ctes_.contains(name)) return;
    const bool plain = table["catalog_name"].as_string().empty();
    if (plain && schema.empty() && names().relations.contains(name)) {
      table.set("schema_name", kCatalogSchema);
    } else if (plain && schema == "information_schema" && names().views.contains(name)) {
      table.set("schema_name", kInformationSchema);
    } else {
      ++products_;
      return;
    }
    ++relations_;
    if (table["alias"].as_string().empty()) table.set("alias", table["table_name"]);
  }

  // `unnest(x) AS s`: the one column has the table's name as well.
  static void name_column(Json& table) {
    const std::string function(table["function"]["function_name"].as_string());
    if (function != "generate_series" && function != "unnest" && function != "generate_subscripts")
      return;
    if (!table["alias"].as_string().empty() && table["column_name_alias"].size() == 0)
      table.set("column_name_alias", Json::array({table["alias"]}));
    if (function != "generate_series") return;
    // Its end may be a column's, and is bounded.
    Json series = sql::call("hanse_series", table["function"]["children"].items());
    series.set("schema", kCatalogSchema);
    table.set("function", sql::call("unnest", {std::move(series)}));
  }

  void visit_function(Json& node) {
    const std::string name = ascii_lower(node["function_name"].as_string());
    const std::string schema = ascii_lower(node["schema"].as_string());
    if (name == "regexp_full_match" && schema.empty()) {  // of `~`, which finds anywhere
      node.set("function_name", "regexp_matches").set("is_operator", false);
      return;
    }
    if (name == "~*" || name == "!~*") {
      std::vector<Json> arguments(node["children"].items());
      arguments.push_back(*sql::constant("i"));
      Json made = sql::call("regexp_matches", std::move(arguments));
      if (name == "!~*") made = sql::logical_not(std::move(made));
      made.set("alias", node["alias"]);
      node = std::move(made);
      return;
    }
    if (name == "unnest" && node["children"].size() == 1)
      replace_text_array(node.find("children")->mutable_items()[0]);
    if (name == "set_config") return take_change(node);
    if (name == "json_build_object") node.set("function_name", "json_object");
    if (!names().functions.contains(name) || name.starts_with("hanse_") ||
        (!schema.empty() && schema != "information_schema"))
      return;
    node.set("schema", kCatalogSchema).set("function_name", name);
    if (tells_of_catalog(name)) ++functions_;
  }

  // What is not constant stays, and is refused as the function that is not there.
  void take_change(Json& node) {
    const Json& arguments = node["children"];
    const Json &name = arguments.at(0)["value"]["value"],
               &value = arguments.at(1)["value"]["value"];
    if (arguments.size() != 3 || !name.is_string() || !value.is_string()) return;
    Json local = arguments.at(2);
    if (local["class"].as_string() == "CAST") local = Json(local["child"]);
    const Json& flag = local["value"]["value"];
    changes_.push_back({std::string(name.as_string()), std::string(value.as_string()),
                        flag.as_bool() || flag.as_string().starts_with('t')});
    Json made = arguments.at(1);
    made.set("alias", node["alias"]);
    node = std::move(made);
    ++functions_;
  }

  void visit_column(Json& node) {
    Json::Array& parts = node.find("column_names")->mutable_items();
    if (parts.size() > 2 && equal_ignoring_case(parts[0].as_string(), "information_schema"))
      parts.erase(parts.begin());
    if (parts.size() != 1) return;
    const char* function = session_value(ascii_lower(parts[0].as_string()));
    if (function == nullptr) return;
    Json made = sql::call(function, {});
    const std::string alias(node["alias"].as_string());
    made.set("schema", kCatalogSchema)
        .set("alias", alias.empty() ? ascii_lower(parts[0].as_string()) : alias);
    node = std::move(made);
    ++functions_;
  }

  std::set<std::string> ctes_;
  std::vector<SettingChange> changes_;
  size_t relations_ = 0, products_ = 0, functions_ = 0;
};

}  // namespace

std::vector<std::string> catalog_statements() {
  std::vector<std::string> out;
  for (const std::string_view file : kFiles)
    for (const std::string_view statement : sql::split_statements(embedded_file(file)))
      out.emplace_back(statement);
  return out;
}

const std::set<std::string>& catalog_functions() { return names().functions; }

bool may_concern_catalog(std::string_view sql) {
  for (const Token& token : sql::tokens_of(sql)) {
    if (!is_name(token)) continue;
    const std::string word = ascii_lower(sql::plain_text(token));
    if (word.starts_with("pg_") || word.starts_with("reg") || word == "set_config" ||
        word == "information_schema" || session_value(word) != nullptr || tells_of_catalog(word))
      return true;
  }
  return false;
}

std::string without_qualifiers(std::string_view sql) {
  std::string out(sql);
  const std::vector<Token> tokens = sql::tokens_of(sql);
  for (size_t i = 0; i + 1 < tokens.size(); ++i) {
    const bool dotted = i + 2 < tokens.size() && is_symbol(tokens[i + 1], '.');
    if (is_name(tokens[i]) && dotted &&
        equal_ignoring_case(sql::plain_text(tokens[i]), "pg_catalog")) {
      blank(out, tokens[i]);
      blank(out, tokens[i + 1]);
    } else if (i + 2 < tokens.size() && is_symbol(tokens[i], ':') &&
               is_symbol(tokens[i + 1], ':') && sql::is_word(tokens[i + 2], "oid")) {
      out[tokens[i + 2].at] = 'x';
    } else if (sql::is_word(tokens[i], "collate") && is_name(tokens[i + 1])) {
      blank(out, tokens[i]);
      blank(out, tokens[i + 1]);
      if (i + 3 < tokens.size() && is_symbol(tokens[i + 2], '.')) {
        blank(out, tokens[i + 2]);
        blank(out, tokens[i + 3]);
      }
    } else if (sql::is_word(tokens[i], "operator") && is_symbol(tokens[i + 1], '(')) {
      blank(out, tokens[i]);
      blank(out, tokens[i + 1]);
      size_t end = i + 2;
      while (end < tokens.size() && !is_symbol(tokens[end], ')')) ++end;
      if (end < tokens.size()) blank(out, tokens[end]);
    }
  }
  return out;
}

CatalogStatement to_catalog(Json ast) { return Rewriter().run(std::move(ast)); }

}  // namespace hanse::postgres
