// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace hanse::app {

// Inputs and results of strategy tools as a data product: the lists of `strategy/*.yaml`, and the
// CSV files of reports in `strategy/reports/`, become files that a contract reads.
struct StrategyPublication {
  std::string product;                // domain/name
  std::string purpose;                // empty: the only one of mesh.yaml
};
struct StrategyPublished {
  std::vector<std::string> files;     // written, relative to the mesh folder: data first
  std::vector<std::string> tables;
  // Tables, and columns as `table.column`, of today that an earlier contract did not have, and
  // those of the contract alone: without a row, or empty in each.
  std::vector<std::string> added, gone;
  bool is_new = false;                // product and contracts were written, too
};
// Writes the tables as CSV below the mesh's first folder of sources (else `strategy/tables/`), and
// product and contracts where they are not there yet; else the contract gets the tables and columns
// that it does not have. Needs no state. Everything is checked before anything is written.
// kNotFound when there is nothing to publish or no such domain, kInvalidArgument for names, a
// missing purpose, two sources of one table, and a product that is of something else.
Result<StrategyPublished> publish_strategy(const std::string& folder,
                                           const StrategyPublication& wanted);

}  // namespace hanse::app
