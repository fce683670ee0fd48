// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "spec/model.h"

namespace hanse::spec {

// Where the rows of a table of an output port come from: a transform, or by identity an input port.
// Borrows from the model.
struct TableSource {
  enum class Kind {
    kNone,       // nothing fills the table: HNS-V044
    kAmbiguous,  // several inputs could: HNS-V045
    kTransform,
    kIdentity,
    kExternal    // another tool fills it, where its own contract's server says
  };
  Kind kind = Kind::kNone;
  const Transform* transform = nullptr;      // kTransform; kExternal: HNS-C120
  const InputPort* input = nullptr;          // kIdentity
  const DataContract* contract = nullptr;    // kIdentity: of the input
  const SchemaObject* input_table = nullptr;  // kIdentity; null: the input's contract has no schema
                                             // and takes that of the output
  std::vector<const InputPort*> candidates;  // kAmbiguous
};

// What says that another tool fills the tables of a contract; null when the mesh builds them.
const ExternalBuild* external_build_of(const DataProduct& product, const DataContract* contract);

// A transform is named after its table (`departures.sql`), or after one major of it
// (`departures_v2.sql`), which goes before. An input fits when its contract has a table with every
// column of `table`, of the same logical type, or has no schema at all; among several the one whose
// port or table has the name of `table` is taken. Pure.
TableSource table_source(const Model& model, const DataProduct& product, const OutputPort& port,
                         const SchemaObject& table);

}  // namespace hanse::spec
