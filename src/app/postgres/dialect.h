// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace hanse::postgres {

// From PostgreSQL's SQL, as tools ask its catalog, to the engine's. It names the relations and
// functions of relations.sql, functions.sql and empty_relations.sql in this folder, which stand in
// these two schemas of a listing engine.
inline constexpr const char* kCatalogSchema = "hanse_pg";
inline constexpr const char* kInformationSchema = "hanse_info";

// The statements that make them, in order, after those of the asker's own tables.
std::vector<std::string> catalog_statements();
// Names of the functions that stand in kCatalogSchema, those for casts too.
const std::set<std::string>& catalog_functions();

// Whether a word of a text is one of the catalog's: what has none is none of its business.
bool may_concern_catalog(std::string_view sql);
// The text as the engine's parser takes it, byte for byte in its place: `pg_catalog.` before names
// and COLLATE clauses become blanks, as does `OPERATOR(…)` around an operator; `::oid` is `::xid`.
std::string without_qualifiers(std::string_view sql);

enum class Concern { kCatalog, kProducts, kBoth };
struct SettingChange {  // of a call of `set_config` with constants
  std::string name, value;
  bool local = false;
};
struct CatalogStatement {
  Concern concern = Concern::kProducts;
  Json ast;  // of kCatalog: for the listing engine; not inspected yet
  std::vector<SettingChange> changes;
};
// `ast`: of `without_qualifiers`' text, parameters bound.
CatalogStatement to_catalog(Json ast);

}  // namespace hanse::postgres
