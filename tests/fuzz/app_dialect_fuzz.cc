// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "app/postgres/dialect.h"
#include "engine_parser.h"
#include "inputs_end.h"
#include "sql/inspect.h"
#include "sql/lexer.h"

using namespace hanse;

void inputs_end() { engine_parser().reset(); }

// Any bytes as a statement at PostgreSQL's door: what is blanked out keeps the rest in its place,
// and what is told to be the catalog's is walked or refused like any other.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  (void)postgres::may_concern_catalog(text);
  const std::string plain = postgres::without_qualifiers(text);
  if (plain.size() != text.size()) std::abort();
  if (!sql::check_cost(text, sql::InspectOptions().parts_max)) return 0;
  const auto tree = engine_parser()->parse(plain);
  if (!tree) return 0;
  const postgres::CatalogStatement statement = postgres::to_catalog(*tree);
  if (statement.concern == postgres::Concern::kCatalog) (void)sql::inspect(statement.ast, {});
  return 0;
}
