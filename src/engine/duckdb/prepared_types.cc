// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/prepared_types.h"

#include "engine/duckdb/handles.h"
#include "engine/duckdb/type_names.h"

namespace hanse::engine {

std::vector<BoundColumn> result_types(duckdb_prepared_statement prepared) {
  std::vector<BoundColumn> out;
  for (idx_t i = 0; i < duckdb_prepared_statement_column_count(prepared); ++i) {
    const LogicalType type(duckdb_prepared_statement_column_logical_type(prepared, i));
    out.push_back(
        {take_string(const_cast<char*>(duckdb_prepared_statement_column_name(prepared, i))),
         type_name(type.get())});
  }
  return out;
}

std::vector<std::string> parameter_types(duckdb_prepared_statement prepared) {
  constexpr size_t kNumberMax = 10'000;
  std::vector<std::string> out;
  for (idx_t i = 1; i <= duckdb_nparams(prepared); ++i) {
    const std::string name = take_string(const_cast<char*>(duckdb_parameter_name(prepared, i)));
    const size_t number = std::strtoul(name.c_str(), nullptr, 10);
    if (number < 1 || number > kNumberMax) continue;
    if (out.size() < number) out.resize(number);
    const LogicalType type(duckdb_param_logical_type(prepared, i));
    if (type && duckdb_get_type_id(type.get()) != DUCKDB_TYPE_INVALID)
      out[number - 1] = type_name(type.get());
    if (out[number - 1] == "UNKNOWN" || out[number - 1] == "NULL") out[number - 1].clear();
  }
  return out;
}

}  // namespace hanse::engine
