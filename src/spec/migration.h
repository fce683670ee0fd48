// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/ids.h"
#include "base/result.h"
#include "spec/contract.h"
#include "spec/variables.h"

namespace hanse::spec {

// A legacy table that a product is to take the place of: `migration/<id>.yaml`. The files are an
// inventory: they are no part of what is applied. Plain data.
struct LegacyTable {
  std::string path;                   // relative to the mesh folder
  std::string api_version, id, description;
  Server legacy;                      // where it is, as a contract's server says it
  std::string physical_name;          // of the table in a database; empty: `id`
  std::string product, table;         // domain/name, and its table; empty: not migrated yet
  std::vector<std::string> key;       // columns; empty: the contract's primary key
  std::string cut_over_at, cut_over_evidence;  // set by a cut-over
  Span span;                          // of `id`
  Span product_span;

  bool is_cut_over() const { return !cut_over_evidence.empty(); }
};

// By id. What does not fit is in `diagnostics`, places and all: HNS-S, and HNS-C130 for a name that
// is not the file's. `variables` null: `${NAME}` stays as it is. Fails when the folder cannot be
// read; one that is not there has no tables.
Result<std::map<std::string, LegacyTable>> load_migrations(const std::string& folder,
                                                           const Variables* variables,
                                                           Diagnostics& diagnostics);

constexpr std::string_view kMigrationFolder = "migration";

}  // namespace hanse::spec
