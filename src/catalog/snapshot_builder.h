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
  RecordList<BuildRecord> builds;                // by product
  RecordList<CheckRunRecord> check_runs;         // the newest of each table
  RecordList<ExternalRunRecord> external_runs;   // the newest of each product, by product
  RecordList<SnapshotRecord> snapshots;
  RecordList<GrantRecord> grants;
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
  using Tables = CatalogSnapshot::Tables;
  using Grants = CatalogSnapshot::Grants;
  static Tables named_tables(const spec::Model& model, const std::vector<TableFacts>& of_tables);
  static std::shared_ptr<const Tables> tables(const SnapshotParts& parts);
  static std::shared_ptr<const Grants> grants(const SnapshotParts& parts);
  static void add_quarantines(Tables& tables);
};

}  // namespace hanse::catalog
