// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "spec/contract.h"
#include "spec/model.h"
#include "strategy/domains/inventory.h"

namespace hanse::strategy {

// What an importer found, as rows for the tables in `strategy/inventory/`. Everything but
// write_rows is pure.
using ImportCell = std::pair<std::string_view, std::string>;  // column and text
struct ImportTable {
  std::string_view file;  // "assets.csv"
  std::vector<std::vector<ImportCell>> rows;
};
struct InventoryImport {
  std::vector<ImportTable> tables;
  std::vector<std::string> notes;  // for people
  Diagnostics diagnostics;         // of the source; with errors nothing is to be written
};

// Capability maps as those who hold them export them; none of their content is here. `apqc`: a
// number of the hierarchy (1.0, 1.1, 1.1.1) and a name; `bian`: business area, business domain,
// service domain; `bizbok`: a column a level, or names with a parent. HNS-G018 and G010 to G012.
enum class MapShape { kApqc, kBian, kBizbok };
InventoryImport import_capability_map(MapShape shape, std::shared_ptr<const SourceFile> file);

// Of a mesh: teams, domains' capabilities and systems, published tables as assets, products as
// applications that create and read them, dependencies as integrations.
InventoryImport import_mesh(const spec::Model& mesh);

// Of a database: tables as assets, foreign keys as links. `source` names it, without a password.
InventoryImport import_foreign_keys(const spec::DataContract& contract, const std::string& source);

// How `source` of an imported link begins; `import_foreign_keys` is given what follows.
constexpr std::string_view kKeysSource = "foreign keys of PostgreSQL ";
constexpr std::string_view kQueriesSource = "decisions of the ledger since ";
// Whether a link says so, as only importers do: measured, where others are stated.
bool is_imported(const InventoryLink& link);

// Of the ledger: tables that one statement, or one reader, reads together; each statement and each
// reader counts 1/(tables − 1) for a pair, and whom it counts for is not kept. Assets are those of
// `known` that are named like the table (`domain.table`, or `table` alone), else new ones.
InventoryImport import_queries(const ledger::RecentEntries& recent, const Inventory& known,
                               const std::string& source);

struct WrittenImport {
  std::vector<std::pair<std::string, size_t>> added;  // path, rows
  size_t known = 0;                                   // rows that were there already
  std::vector<std::string> notes;
};
struct ImportOrigin {  // of an inventory that is not there yet
  std::string id, who, when;
};
// Appends rows that a table has not (by id, or by what they link) to the tables of a mesh; rows
// that are there stay, to the byte. Makes `strategy/inventory.yaml` where there is none.
// kInvalidArgument when a table is not apart by commas, or has errors.
Result<WrittenImport> write_rows(const std::string& folder, const InventoryImport& found,
                                 const ImportOrigin& origin);

}  // namespace hanse::strategy
