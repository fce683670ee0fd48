// SPDX-License-Identifier: Apache-2.0
// The function allow-list against the functions that the engine says it has.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>

#include "base/files.h"
#include "base/utf8.h"
#include "engine/engine.h"
#include "sql/functions.h"

namespace hanse::govern {
namespace {

// Written like functions and made by the engine's grammar, which lists none of them.
const std::set<std::string> kOfTheGrammar = {"->", "coalesce", "current_timestamp", "if", "ifnull"};

struct EngineFunction {
  std::set<std::string> kinds;        // scalar | aggregate | table | macro | …
  std::set<std::string> stabilities;
  bool has_side_effects = false;
};

const Json& functions_of_the_engine() {
  static const Json list = engine::make_binder().value()->functions().value();
  return list;
}

std::map<std::string, EngineFunction> engine_functions() {
  const Json& list = functions_of_the_engine();
  std::map<std::string, EngineFunction> out;
  for (const Json& function : list.items()) {
    EngineFunction& entry = out[ascii_lower(function["name"].as_string())];
    entry.kinds.insert(std::string(function["type"].as_string()));
    entry.stabilities.insert(std::string(function["stability"].as_string()));
    entry.has_side_effects |= function["side_effects"].as_bool();
  }
  return out;
}

bool is_of_kind(const EngineFunction& function, sql::FunctionKind kind) {
  switch (kind) {
    case sql::FunctionKind::kScalar:
      return function.kinds.contains("scalar") || function.kinds.contains("macro");
    case sql::FunctionKind::kAggregate:
      return function.kinds.contains("aggregate") || function.kinds.contains("macro");
    case sql::FunctionKind::kTable:
      return function.kinds.contains("table") || function.kinds.contains("table_macro");
    case sql::FunctionKind::kWindow: return true;  // the grammar's own: not listed by the engine
  }
  return false;
}

TEST(FunctionTableTest, EveryAllowedFunctionIsTheEnginesOfThatKind) {
  const auto functions = engine_functions();
  for (const sql::FunctionRule& rule : sql::function_rules()) {
    if (rule.kind == sql::FunctionKind::kWindow || kOfTheGrammar.contains(rule.name)) continue;
    const auto found = functions.find(rule.name);
    if (found == functions.end()) ADD_FAILURE() << rule.name << " is no function of the engine";
    else EXPECT_TRUE(is_of_kind(found->second, rule.kind)) << rule.name << " is of another kind";
  }
}

TEST(FunctionTableTest, WhatTheEngineCallsVolatileIsNotCalledDeterministic) {
  const auto functions = engine_functions();
  for (const sql::FunctionRule& rule : sql::function_rules()) {
    const auto found = functions.find(rule.name);
    if (found == functions.end() || (rule.facts & sql::kDeterministic) == 0) continue;
    EXPECT_FALSE(found->second.has_side_effects) << rule.name << " has side effects";
    for (const std::string& stability : found->second.stabilities)
      EXPECT_TRUE(stability.empty() || stability == "CONSISTENT") << rule.name << " is " << stability;
  }
}

// `name <tab> kind <tab> parameter types -> result`, sorted: every overload of every allowed name.
std::string overloads() {
  std::set<std::string> lines;
  for (const Json& function : functions_of_the_engine().items()) {
    const std::string name = ascii_lower(function["name"].as_string());
    const std::string_view kind = function["type"].as_string();
    const auto allowed = [&](sql::FunctionKind each) {
      return sql::find_function(name, each) != nullptr && is_of_kind({{std::string(kind)}}, each);
    };
    if (!allowed(sql::FunctionKind::kScalar) && !allowed(sql::FunctionKind::kAggregate) &&
        !allowed(sql::FunctionKind::kTable))
      continue;
    std::string types;
    for (const Json& type : function["parameters"].items())
      types += (types.empty() ? "" : ", ") + std::string(type.as_string());
    if (const auto varargs = function["varargs"].as_string(); !varargs.empty())
      types += fmt::format("{}{}…", types.empty() ? "" : ", ", varargs);
    lines.insert(fmt::format("{}\t{}\t({}) -> {}\n", name, kind, types,
                             function["result"].as_string()));
  }
  std::string out;
  for (const std::string& line : lines) out += line;
  return out;
}

std::string pinned(const std::string& file) {
  return read_file(std::string(HANSE_SOURCE_DIR) + "/src/sql/" + file, 1 << 20).value_or("");
}

// An overload that the engine gained was judged by nobody. HANSE_UPDATE=1 writes what was found.
TEST(FunctionTableTest, EveryOverloadOfAnAllowedNameIsKnown) {
  const std::string found = overloads();
  if (std::getenv("HANSE_UPDATE") != nullptr) {
    const std::string path = std::string(HANSE_SOURCE_DIR) + "/src/sql/function_overloads.tsv";
    ASSERT_TRUE(write_file_atomic(path, found));
  }
  EXPECT_EQ(found, pinned("function_overloads.tsv"));
}

// Each of the engine's functions is allowed, or stands in functions_refused.tsv with a reason.
TEST(FunctionTableTest, EveryFunctionOfTheEngineWasJudged) {
  std::set<std::string> refused;
  const std::string text = pinned("functions_refused.tsv");
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    if (line.empty() || line.starts_with('#')) continue;
    const size_t tab = line.find('\t');
    ASSERT_NE(tab, std::string::npos) << line;
    EXPECT_GT(line.size(), tab + 1) << line << " has no reason";
    EXPECT_TRUE(refused.insert(line.substr(0, tab)).second) << line << " stands twice";
  }
  std::set<std::string> allowed;
  for (const sql::FunctionRule& rule : sql::function_rules()) allowed.insert(rule.name);
  std::set<std::string> known;
  for (const auto& [name, function] : engine_functions()) {
    known.insert(name);
    EXPECT_NE(allowed.contains(name), refused.contains(name))
        << name << " is judged " << (allowed.contains(name) ? "twice" : "by nobody");
  }
  for (const std::string& name : refused) EXPECT_TRUE(known.contains(name)) << name << " is gone";
}

TEST(FunctionTableTest, WhatReachesOutsideIsInNoLine) {
  for (const auto& [name, function] : engine_functions()) {
    for (const char* part : {"read_", "scan", "glob", "pragma", "duckdb_", "sniff", "secret",
                             "setting", "getvariable", "getenv", "nextval", "currval", "query"}) {
      if (name.find(part) == std::string::npos) continue;
      for (const auto kind : {sql::FunctionKind::kScalar, sql::FunctionKind::kAggregate,
                              sql::FunctionKind::kTable})
        EXPECT_EQ(sql::find_function(name, kind), nullptr) << name;
    }
  }
}

}  // namespace
}  // namespace hanse::govern
