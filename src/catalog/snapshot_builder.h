// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "catalog/snapshot.h"

namespace hanse::catalog {

// Everything that a catalog snapshot is made of.
struct SnapshotParts {
  int64_t version = 0;
  std::shared_ptr<const spec::Model> model;  // never null
  std::shared_ptr<const policy::PolicySet> policies;
  std::vector<ScopeRecord> scopes;
  std::vector<BuildRecord> builds;
  std::vector<CheckRunRecord> check_runs;        // the newest of each table
  std::vector<ExternalRunRecord> external_runs;  // the newest of each product
  std::vector<SnapshotRecord> snapshots;
  std::vector<GrantRecord> grants;
  std::vector<TableFacts> facts;
  // A snapshot of the same scopes, whose tables are taken over; then `facts` are not looked at.
  std::shared_ptr<const CatalogSnapshot> before;
};

// Makes snapshots: of the applied state for `Catalog`, of a folder that is not applied yet for a
// plan.
class SnapshotBuilder {
 public:
  static std::shared_ptr<const CatalogSnapshot> build(SnapshotParts parts);

 private:
  static void add_quarantines(CatalogSnapshot& out);
  static void name_tables(CatalogSnapshot& out, const std::vector<TableFacts>& of_tables);
};

}  // namespace hanse::catalog
