// SPDX-License-Identifier: Apache-2.0
// The function allow-list against the functions that the engine says it has.
#include <gtest/gtest.h>

#include <map>
#include <set>

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

std::map<std::string, EngineFunction> engine_functions() {
  const auto binder = engine::make_binder();
  const Json list = binder.value()->functions().value();
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
