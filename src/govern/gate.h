// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/snapshot.h"
#include "data/chunk.h"
#include "engine/engine.h"
#include "govern/answer.h"
#include "govern/decision.h"
#include "govern/explain.h"
#include "govern/gate_given.h"
#include "govern/profile.h"
#include "govern/session.h"
#include "ledger/ledger.h"

namespace hanse::govern {

class CheckEngine;
struct CheckOrder;

struct QueryRequest {
  std::string sql;
  engine::Parameters parameters;
  engine::CancelToken cancel;
  int64_t memory_bytes = 0;           // declared; 0: an even share of the engine's
  // Whether who asked still may, and is the same: called before the first row leaves, when the
  // state of the mesh moved, and each second while rows leave; an error ends them. Null: nobody can
  // change.
  std::function<Status()> who_asks;
};

struct RunningQuery {
  std::string query_id, principal, door, sql;
  int64_t started_us = 0, rows = 0, memory_bytes = 0;
};

// A transform or identity copy governed for its product: ready for the builder engine.
struct BuildStatement {
  std::string sql;                    // the SELECT, rewritten
  std::vector<engine::BoundColumn> columns;
  std::vector<std::string> snapshot_ids;    // of the products it reads
  Json plan;                          // for lineage
  std::vector<std::shared_ptr<void>> pins;  // keep the files it reads
};
struct SourceTable {                  // one of the product's own input ports over a file source
  std::string name;                   // as the transform writes it, unqualified
  std::string select_sql;             // source::SourceScan
  std::vector<engine::BoundColumn> columns;
};

// The only way to product data. Thread-safe. Every call that decides writes the ledger before a row
// leaves; when it cannot, nothing leaves.
class Gate {
 public:
  explicit Gate(GateParts parts);
  ~Gate();

  // A SELECT, or EXPLAIN POLICY SELECT (the answer's rows are then the explanation).
  // What may not be discovered is reported exactly as what does not exist.
  Result<Answer> query(const Session& session, const QueryRequest& request);
  // As `query` decides; a refusal is recorded, and is the one that `query` would give.
  // `parameter_types`: of those that are known (engine types), empty for others.
  Result<Description> describe(const Session& session, const std::string& sql,
                               const std::vector<std::string>& parameter_types);
  Result<Explanation> explain(const Session& session, const std::string& sql,
                              const engine::Parameters& parameters);

  // What the session may discover, by schema and name: for listings and the browser page.
  struct VisibleTable {
    const catalog::TableEntry* table = nullptr;
    std::vector<std::string> columns;  // readable ones; empty: discoverable only
    std::vector<policy::Reason> reasons;
  };
  struct View {
    std::shared_ptr<const catalog::CatalogSnapshot> catalog;  // keeps `table` pointers alive
    int64_t now_us = 0;               // the time that policy was asked with
    std::vector<VisibleTable> tables;
  };
  Result<View> visible(const Session& session);

  // Whether its files are those that were published, as catalog::check_files says.
  Status check_snapshot(const catalog::SnapshotRecord& record) const;

  const StepHistograms& histograms() const;      // of all statements so far
  CopyTotals copies() const;
  std::vector<RunningQuery> running() const;
  bool kill(const std::string& query_id);        // false: no such query
  // Refuses new statements, waits until `deadline_us` (monotonic), then cancels what runs.
  void drain(int64_t deadline_us);
  bool draining() const;

  // As the product, on the agreements it has, with its declared purpose.
  // `candidate` lets a plan ask about a catalog that is not applied yet. With a `shape` the rows
  // are cast to its names, order and types; the statement's `columns` are those before that.
  Result<BuildStatement> govern_transform(const catalog::CatalogSnapshot& candidate,
                                          const spec::DataProduct& product, const std::string& sql,
                                          const std::vector<SourceTable>& sources,
                                          const std::vector<engine::BoundColumn>& shape);
  // Runs it in the builder into a Parquet file `part` in `folder` (absolute); gives rows and bytes.
  struct Built {
    int64_t rows = 0, bytes = 0;
    std::vector<std::string> files;   // names in `folder`
  };
  Result<Built> materialize(const BuildStatement& statement, const std::string& folder,
                            engine::CancelToken cancel,
                            const std::string& part = "part-0.parquet");
  // Rows of a product's own source, before any contract holds: for findings about cells that do not
  // parse. `sql` is source::SourceScan's; no mesh data is in reach of it. kUnavailable when the
  // ledger cannot say so; other errors are the engine's, in its own words.
  Result<std::unique_ptr<data::ChunkStream>> read_source(const ProductId& product,
                                                         const std::string& sql);
  // A check of a product's own candidate snapshot, before it is published: one SELECT over the
  // table `candidate`, whose rows only the product's owner is shown.
  Result<std::unique_ptr<data::ChunkStream>> check_candidate(const ProductId& product,
                                                             const std::vector<std::string>& files,
                                                             const std::string& sql);
  // For the checks of a product's published tables, as that product (check_engine.h).
  Result<std::unique_ptr<CheckEngine>> check_engine(CheckOrder order);
  // The same, for materialize: rows of a candidate that are published, or kept apart.
  Result<BuildStatement> govern_candidate(const ProductId& product,
                                          const std::vector<std::string>& files,
                                          const std::string& sql);

  // A product's own published snapshot, for what is delivered to where its contract says: one
  // SELECT over the table `candidate`.
  Result<std::unique_ptr<data::ChunkStream>> read_own(const ProductId& product,
                                                      const std::vector<std::string>& files,
                                                      const std::string& sql);

 private:
  class Checks;
  struct Parts;
  friend class StandingDecision;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hanse::govern
