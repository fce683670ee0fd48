// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/app.h"
#include "app/lifecycle.h"
#include "base/json.h"
#include "spec/migration.h"

namespace hanse::app {

// From a legacy table to a product: the product is made beside it, both are compared, and the
// cut-over happens on that evidence alone. Legacy tables are `migration/<id>.yaml` of the mesh
// folder; what comparisons found lies in the state folder, and in the ledger by its digest.

struct NewMigration {
  std::string table;                  // a file, a folder of files, or a table of `from`
  std::string from;                   // postgres://USER@HOST:PORT/DATABASE; empty: files
  std::string domain, name;           // of the product; name empty: the table's
  std::string owner;                  // of a new domain; empty: the domain is there
  std::string purpose;                // of the product; empty: the only one of mesh.yaml
};
struct Migrated {
  std::string id;
  std::string product;                // domain/name
  std::vector<std::string> files;     // written, relative to the mesh folder
  std::vector<std::string> notes;     // what to know of it
};
// Infers a contract and writes product, contracts and the register's entry; nothing is overwritten
// (kAlreadyExists). Needs no state.
Result<Migrated> migrate_table(const std::string& folder, const NewMigration& wanted);

struct CompareOrder {
  std::string id;
  std::string column, from, until;    // rows with from <= column < until; empty: all
  int differences_max = 20;
};
// The evidence as a document: {format_version, table, product, snapshot, window, equal, rows, keys,
// sums, digests, differences, evidence}. Legacy rows are read as the product's source is, the
// product's through the gate, as the product. kNotFound, kInvalidArgument for columns, kConflict
// when the product was refreshed meanwhile, kDenied for who may not change the product.
Result<Json> compare_migration(App& app, const CompareOrder& order, const Caller& caller);

// Marks the table as cut over and makes product and contract active in the folder. kConflict, with
// what differs, unless the newest evidence is equal, of at least one row, and of what both sides
// are now. Gives {format_version, table, product, evidence, files}.
Result<Json> cut_over(App& app, const std::string& id, const Caller& caller);

// {format_version, tables: [{table, state, product, note}], counts: {registered, migrated,
// compared, cutOver}, left}. `state`: registered, migrated (built), compared (equal and fresh),
// cutOver.
Result<Json> migration_status(App& app);

// Parts of the above in files of their own.
// kDataError when a file of the register has errors.
Result<spec::LegacyTable> legacy_table(App& app, const std::string& id);
Result<std::map<std::string, spec::LegacyTable>> legacy_tables(App& app);
const catalog::TableEntry* target_of(const catalog::CatalogSnapshot& catalog,
                                     const spec::LegacyTable& legacy);
source::SourceRoots legacy_roots(App& app, const catalog::CatalogSnapshot& catalog,
                                 std::string scratch);
// Null: never compared. Fails when it was changed since.
Result<Json> read_evidence(App& app, const std::string& id);
Status write_evidence(App& app, const std::string& id, Json& evidence);  // sets its `evidence`
// Why a comparison is no ground for a cut-over now; empty when it is one.
std::string problem_of_evidence(App& app, const catalog::CatalogSnapshot& catalog,
                                const spec::LegacyTable& legacy, const Json& evidence);

}  // namespace hanse::app
