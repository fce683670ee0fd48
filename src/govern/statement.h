// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "catalog/snapshot.h"
#include "engine/engine.h"
#include "govern/conditions.h"
#include "govern/decision.h"
#include "govern/gate.h"
#include "govern/hot_copies.h"
#include "govern/live.h"
#include "govern/profile.h"
#include "govern/session.h"
#include "govern/value_text.h"

namespace hanse::govern {

// What was decided of one table, for the ledger and for explanations.
struct TableVerdict {
  const catalog::TableEntry* table = nullptr;
  std::string principal;              // differs from the asker's behind a view
  // Never null; nothing visible and nothing allowed until it was decided.
  std::shared_ptr<const TableVisibility> visibility = std::make_shared<TableVisibility>();
  std::shared_ptr<const TableDecision> decision = std::make_shared<TableDecision>();
  std::string problem;                // why policy could not decide; for the ledger and builders
};

struct SnapshotRead {
  const catalog::SnapshotRecord* record = nullptr;
  std::string copy;                   // that it is read from; empty: its files
};

struct GovernedStatement {
  Json ast;                           // rewritten: only files and subqueries are left in it
  std::string sql;                    // the same, printed and compared
  std::vector<engine::BoundColumn> columns;  // when asked for
  std::vector<TableVerdict> verdicts;
  std::vector<TableUse> uses;
  std::vector<std::string> snapshot_ids;
  std::vector<std::shared_ptr<void>> pins;
  Json plan;                          // bound plan, when asked for
  std::optional<std::vector<sql::ValueSite>> sites;  // of its plain parameters; none: not all known
  std::vector<SnapshotRead> snapshots;  // what is pinned
  std::vector<LiveRead> lives;        // to be fetched before it runs
  // `uses` of a statement that is asked at that time: what is live is of then.
  std::vector<TableUse> uses_at(int64_t now_us) const;
  bool deterministic = true;
  // Whether it may be given again, and until when (0: while the catalog's version stands).
  bool reads_time = false;
  int64_t valid_until_us = 0;
  int64_t decided_us = 0;             // the time that policy was asked with
};

// Turns a statement into what its session may run: inspect, resolve, decide, bind, decide, rewrite,
// compare. One catalog snapshot throughout. Not thread-safe; one a statement.
class StatementGovernor {
 public:
  struct Options {
    const catalog::CatalogSnapshot* catalog = nullptr;
    engine::Parser* parser = nullptr;
    engine::Binder* binder = nullptr;
    std::string state_folder;
    int64_t now_us = 0;
    EnvironmentId environment;
    spec::Limits limits;
    std::vector<SourceTable> sources;  // of a build: read without a decision, they are its own
    std::vector<engine::BoundColumn> shape;  // of a build: what its rows are cast to
    engine::Tell tell = engine::Tell::kReferences;  // of the statement itself
    HotCopies* copies = nullptr;       // null: snapshots are read from their files
    DecisionCache* decisions = nullptr;  // null: every question is asked anew
    Profile* profile = nullptr;        // where its time is added; null: nowhere
    bool apart = false;                // policy's filters run before anything of the statement's
    std::string live_folder;           // absolute: for rows of live products; empty: none is read
    const LiveSource* live = nullptr;  // may hand rows over; null: they come in files
    const std::vector<LiveRead>* as_before = nullptr;  // in whose forms rows come; null: as above
    bool needs_data = true;            // false: plan time, nothing may be built yet
  };
  explicit StatementGovernor(Options options) : options_(std::move(options)) {}

  // `verdicts` of the result are filled as far as they were reached, also when it fails: they are
  // in `reached` then.
  Result<GovernedStatement> govern(const Session& session, const std::string& sql,
                                   const engine::Parameters& parameters);
  // Everything up to the rewritten tree, with parameters of the stated types in their places: what
  // columns the statement gives and which parameters it takes.
  Result<engine::Binding> describe(const Session& session, const std::string& sql,
                                   const std::vector<std::string>& parameter_types);
  const std::vector<TableVerdict>& reached() const { return verdicts_; }

 private:
  struct Reference {                  // one table of the statement at hand
    const catalog::TableEntry* table = nullptr;
    const SourceTable* source = nullptr;
    size_t verdict = 0;               // index into verdicts_
    engine::EmptyTable shape;
    std::vector<std::string> referenced;
  };
  Status check_purpose(const Session& session) const;
  Result<Json> parsed(const std::string& sql);
  Result<std::string> printed(const Json& ast);
  Result<Json> rewrite(const Session& session, const Json& ast, int depth, engine::Binding* bound);
  Result<Reference> resolve(const Session& session, const std::string& schema,
                            const std::string& name, const std::string& catalog, int position);
  Result<engine::Binding> bind(const Json& ast, std::vector<Reference>& references,
                               engine::Tell tell);
  // `asking`: the statement's node when it reads this table alone, else null.
  Result<Json> governed_table(const Session& session, Reference& reference, bool all_columns,
                              int depth, const Json* asking);
  struct Seen {                       // of a table, under one decision
    std::vector<Json> columns;
    Json where;
  };
  Result<Seen> seen_of(const catalog::TableEntry& table, const TableDecision& decision, int depth);
  Result<Json> key_lookup(const catalog::TableEntry& table, const TableName& other,
                          const std::string& column, int depth);
  Result<Json> live_rows(const catalog::TableEntry& table, TableUse use,
                         const TableDecision& decision, const Seen& seen, int depth,
                         const Json* asking);
  bool hands_over(const LiveRead& read) const;
  void add_use(TableUse use);
  static bool is_stored(const catalog::TableEntry& table);  // false: a view
  Result<Json> stored_rows(const catalog::TableEntry& table, TableUse use, int depth);
  Status deny(const TableVerdict& verdict) const;
  // What is told of a policy that fails: nothing was given, and only who builds learns why.
  std::unexpected<Error> undecided(TableVerdict& verdict, const Error& error,
                                   std::unexpected<Error> told) const;

  Options options_;
  std::vector<TableVerdict> verdicts_;
  std::vector<TableUse> uses_;
  std::vector<std::string> snapshot_ids_;
  std::vector<std::shared_ptr<void>> pins_;
  std::vector<SnapshotRead> snapshots_;
  std::vector<LiveRead> lives_;
  std::optional<std::vector<sql::ValueSite>> sites_;
  bool deterministic_ = true;
  bool is_build_ = false;             // asked for by a product's own build or plan
};

// A product as the principal that reads for it, and the session it reads in.
Session product_session(const spec::DataProduct& product, const EnvironmentId& environment,
                        const spec::Limits& limits);

}  // namespace hanse::govern
