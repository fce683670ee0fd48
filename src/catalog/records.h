// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/file_mark.h"
#include "base/ids.h"
#include "base/json.h"
#include "spec/model.h"

namespace hanse::catalog {

// What the state store keeps. Plain data.

struct ScopeRecord {
  ScopeId scope;
  int64_t revision = 0;               // counts up by one an apply
  std::string digest;                 // of the scope's files
  std::string principal, git_commit;
  int64_t applied_us = 0;
};

// Address of a table of an output port: unique in a mesh.
struct TableAddress {
  ProductId product;
  std::string table;                  // SchemaObject name
  int major = 0;
  std::string str() const;            // domain/product/table@major
  auto operator<=>(const TableAddress&) const = default;
};

// Immutable files of one build of one table.
struct SnapshotRecord {
  SnapshotId id;
  TableAddress table;
  std::vector<std::string> files;     // relative to the state folder: data/<domain>/<product>/…
  int64_t rows = 0, bytes = 0, published_us = 0;
  std::string contract_version, definition_digest;  // contract + transform it was built from
  std::string source_state;           // of files, or the snapshot ids it was computed from
  bool current = true;                // false: kept as the previous one
  // Of each of `files` as it was published; empty: built by a version that kept none.
  std::vector<FileMark> marks;
  // Rows that were kept apart when it was built, in files beside the others; empty: its contract
  // asks for none.
  std::vector<std::string> quarantine_files = {};
  std::vector<FileMark> quarantine_marks = {};
  int64_t quarantined = 0;            // rows
};

struct BuildRecord {                  // the last attempt for a product
  ProductId product;
  int64_t started_us = 0, finished_us = 0;
  bool succeeded = false;
  std::string message;                // why it failed
  std::string codes;                  // of its findings, each once, apart by a blank: HNS-C001
};

// Facts about a published column that apply computes from transforms.
struct ColumnOrigin {
  std::string table;                  // domain.table (or source file) it is computed from
  std::string column, classification;
};
struct ColumnFacts {
  std::string name, type;             // engine type
  spec::Classification classification = spec::Classification::kInternal;  // the effective one
  std::vector<std::string> tags;
  std::vector<ColumnOrigin> origins;
};
struct TableFacts {
  TableAddress table;
  std::vector<ColumnFacts> columns;
  std::vector<std::string> reads;     // domain.table of all it reads
};

struct GrantRecord {                  // folded from the event log
  std::string id, principal /* user:ID, group:ID or product:D/N */, granted_by, reason;
  ProductId product;
  std::string port;                   // empty: all
  PurposeId purpose;                  // empty: any
  std::vector<std::string> columns;   // empty: all
  int64_t from_us = 0, until_us = 0, revoked_us = 0;  // until 0: open
};

struct ApplyRecord {
  ScopeId scope;
  int64_t revision = 0, applied_us = 0;
  std::string principal, git_commit, summary;
};

}  // namespace hanse::catalog
