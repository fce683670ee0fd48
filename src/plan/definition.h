// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "catalog/snapshot.h"
#include "govern/gate.h"
#include "spec/model.h"

namespace hanse::plan {

// One table that a product reads from outside: an input port over a contract with a server.
struct SourceInput {
  const spec::DataContract* contract = nullptr;
  const spec::SchemaObject* table = nullptr;
  const spec::Server* server = nullptr;
};

// How one published table comes to be. Borrows the model.
struct TableDefinition {
  const catalog::TableEntry* table = nullptr;
  std::string sql;                    // the transform, or the identity of an input
  Span span;                          // of the transform, or of the port
  bool is_identity = false;
  bool is_external = false;           // another tool fills it: its own contract's server is read
  std::vector<SourceInput> sources;   // of the product
  std::string digest;                 // of contract, statement and input contracts
};

// kDataError when a table has neither a transform nor one input that it could be the identity of,
// or another tool fills it and its contract has no server that is read.
Result<TableDefinition> define(const spec::Model& model, const catalog::TableEntry& table,
                               const EnvironmentId& environment);

// Shapes of the sources as the contracts state them, over no rows: what a plan binds against.
Result<std::vector<govern::SourceTable>> empty_sources(const std::vector<SourceInput>& sources);

// Engine types and names of a contract's table.
Result<std::vector<engine::BoundColumn>> columns_of(const spec::SchemaObject& table);

}  // namespace hanse::plan
