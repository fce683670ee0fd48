// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "sql/rewrite.h"

using namespace hanse;

// Any JSON as a parameter's value: a constant or a refusal, and a constant is no parameter any
// more.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto value = Json::parse({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  static const Json kTree = *Json::parse(
      R"({"statements":[{"node":{"type":"SELECT_NODE","modifiers":[],"cte_map":{"map":[]},)"
      R"("select_list":[{"class":"PARAMETER","type":"VALUE_PARAMETER","alias":"",)"
      R"("query_location":7,"identifier":"1"}],"from_table":{"type":"EMPTY","alias":"",)"
      R"("sample":null,"query_location":0},"where_clause":null,"group_expressions":[],)"
      R"("group_sets":[],"aggregate_handling":"STANDARD_HANDLING","having":null,"sample":null,)"
      R"("qualify":null},"named_param_map":[{"key":"1","value":1}]}]})");
  const auto bound = sql::bind_parameters(kTree, {*value});
  if (bound &&
      (*bound)["statements"].at(0)["node"]["select_list"].at(0)["class"].as_string() == "PARAMETER")
    std::abort();
  return 0;
}
