// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "engine_parser.h"
#include "inputs_end.h"
#include "sql/inspect.h"
#include "sql/lexer.h"
#include "sql/rewrite.h"

using namespace hanse;

void inputs_end() { engine_parser().reset(); }

// Any bytes as SQL: the engine's own parser makes the tree that the walker sees, and what is
// printed after tables were replaced reads back, by the same parser, as what was printed. The gate
// refuses a statement for which it does not; here it must be a refusal, never a crash.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  engine::Parser& parser = *engine_parser();
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (!sql::check_cost(text, sql::InspectOptions().parts_max)) return 0;
  const auto tree = parser.parse(text);
  (void)parser.parse_expression(text);
  if (!tree) return 0;
  if (!sql::inspect(*tree, {})) return 0;
  const auto replaced = sql::replace_tables(*tree, [](size_t, const sql::TableReference&) {
    return Result<Json>(sql::base_table_ref("hanse_shape", "t", ""));
  });
  if (!replaced) return 0;
  const auto printed = parser.print(*replaced);
  if (!printed) return 0;
  const auto again = parser.parse(*printed);
  if (again) (void)sql::same_statement(*replaced, *again);
  return 0;
}
