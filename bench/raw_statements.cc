// SPDX-License-Identifier: Apache-2.0
// The build of the engine that Hanse links, without Hanse: what the gate adds is told apart from
// how a build is compiled. Each line of standard input is a statement; each answer is one line, the
// rows' values by tabs, or `error: …`, which ends it; an empty line is answered by one.
#include <cstdio>
#include <iostream>
#include <string>

#include "duckdb.h"

namespace {

std::string values_of(duckdb_result& result) {
  std::string out;
  for (idx_t row = 0; row < duckdb_row_count(&result); ++row)
    for (idx_t column = 0; column < duckdb_column_count(&result); ++column) {
      char* text = duckdb_value_varchar(&result, column, row);
      if (!out.empty()) out += '\t';
      out += text == nullptr ? "" : text;
      duckdb_free(text);
    }
  return out;
}

}  // namespace

int main() {
  duckdb_database database;
  duckdb_connection connection;
  if (duckdb_open(nullptr, &database) != DuckDBSuccess ||
      duckdb_connect(database, &connection) != DuckDBSuccess)
    return 1;
  for (std::string statement; std::getline(std::cin, statement);) {
    if (statement.empty()) {
      std::cout << std::endl;
      continue;
    }
    duckdb_result result;
    const bool done = duckdb_query(connection, statement.c_str(), &result) == DuckDBSuccess;
    const std::string answer =
        done ? values_of(result) : std::string("error: ") + duckdb_result_error(&result);
    duckdb_destroy_result(&result);
    std::cout << answer << std::endl;
    if (!done) return 1;
  }
  duckdb_disconnect(&connection);
  duckdb_close(&database);
}
