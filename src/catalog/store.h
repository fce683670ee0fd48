// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "catalog/journal.h"
#include "catalog/record_list.h"
#include "catalog/records.h"
#include "identity/provider.h"

namespace hanse::catalog {

// One scope's new state, as apply wants it.
struct ScopeCommit {
  ScopeRecord record;                 // revision: the one expected before (0: none yet)
  std::vector<spec::SpecificationFile> files;  // all of the scope's files
};
struct Commit {
  std::vector<ScopeCommit> scopes;
  std::map<ScopeId, int64_t> read;    // revisions that the plan read of other scopes
  std::vector<TableFacts> facts;      // replaces the facts of every table
  std::vector<SnapshotRecord> snapshots;  // published together with the revision
  std::vector<TableAddress> dropped;  // their snapshots are forgotten (files removed by `collect`)
  std::string summary;
};

// Applied state. Everything in one call is one transaction: after a kill all of it or nothing.
// Thread-safe; several processes may hold the same store. kConflict when an expected revision
// passed.
class Store : public identity::TokenSource {
 public:
  // Changes with every committed change by any process; cheap (microseconds). A statement asks it
  // first; when it fails, the statement is denied.
  virtual Result<int64_t> version() const = 0;

  virtual Result<std::vector<ScopeRecord>> scopes() const = 0;
  virtual Result<std::vector<spec::SpecificationFile>> files() const = 0;
  virtual Result<std::vector<TableFacts>> facts() const = 0;
  // Of these what changed since the last call is read; the others are the same objects as then.
  virtual Result<RecordList<SnapshotRecord>> snapshots() const = 0;  // current and previous
  virtual Result<RecordList<BuildRecord>> builds() const = 0;        // by product
  virtual Result<RecordList<GrantRecord>> grants() const = 0;        // as they were given
  virtual Result<std::vector<ApplyRecord>> history(size_t count) const = 0;

  virtual Status commit(const Commit& commit) = 0;
  // The current one of that table becomes the previous, the one before is forgotten.
  virtual Status publish(const std::vector<SnapshotRecord>& snapshots) = 0;
  virtual Status record_build(const BuildRecord& build) = 0;
  virtual Status add_grant(const GrantRecord& grant) = 0;
  virtual Status revoke_grant(const std::string& id, const std::string& by, int64_t at_us) = 0;
  virtual Status add_token(const identity::StoredToken& token) = 0;
  virtual Status revoke_token(const std::string& id, int64_t at_us) = 0;
  // The key of keyed-hash masks: made once for a mesh's state.
  virtual Result<std::string> hash_key() = 0;
  // Of the same state; lives as long as the store.
  virtual Journal& journal() = 0;
};

// `<state folder>/state.sqlite`, made when absent (mode 0600). WAL, synchronous FULL.
Result<std::shared_ptr<Store>> open_sqlite_store(const std::string& state_folder);

}  // namespace hanse::catalog
