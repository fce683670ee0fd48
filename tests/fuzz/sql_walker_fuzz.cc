// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "sql/inspect.h"
#include "sql/rewrite.h"

using namespace hanse;

// Any JSON as a statement's tree: refused or walked. What `inspect` names as tables is what
// `replace_tables` replaces, in the same order; and a tree that it refused for anything but its
// size is not rewritten either.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto tree = Json::parse({reinterpret_cast<const char*>(data), size});
  if (!tree) return 0;
  sql::InspectOptions unlimited;
  unlimited.depth_max = unlimited.parts_max = unlimited.tables_max = SIZE_MAX;
  const auto found = sql::inspect(*tree, unlimited);
  size_t replaced = 0;
  const auto rewritten = sql::replace_tables(
      *tree, [&](size_t index, const sql::TableReference& table) -> Result<Json> {
        if (index != replaced++) std::abort();
        if (found && (index >= found->tables.size() || found->tables[index].name != table.name))
          std::abort();
        return sql::base_table_ref("hanse_shape", "t", "");
      });
  if (rewritten && (!found || replaced != found->tables.size())) std::abort();
  (void)sql::inspect_expression(*tree);
  if (!sql::inspect(*tree, {})) return 0;
  constexpr size_t kValuesMax = 64;
  const size_t values = std::min(found->parameters, kValuesMax);
  (void)sql::bind_parameters(*tree, std::vector<Json>(values, Json("x")));
  (void)sql::type_parameters(*tree, std::vector<std::string>(values, "DATE"));
  if (!sql::same_statement(*tree, *tree)) std::abort();
  (void)sql::root_node(*tree);
  return 0;
}
