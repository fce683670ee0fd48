// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "contract/check.h"
#include "engine/engine.h"

namespace hanse::contract {

// What `hanse contract test` was asked for.
struct TestRequest {
  std::vector<std::string> files;  // contracts; those after the first are tested as well
  std::string server;              // its name; empty: the only one of each contract
  std::string data;                // a file or folder that takes the place of servers; or empty
  int samples = 5;
  int64_t now_us = 0;          // what service levels are held against
  std::string scratch_folder;  // for what is unpacked; the caller removes it
};
// Only `sql` rules need one.
using MakeParser = std::function<Result<std::shared_ptr<engine::Parser>>()>;

struct TestedContracts {
  Diagnostics findings;  // of the contracts themselves: read and validated
  TestReport report;     // empty when one of them has errors
};

// Reads contracts that stand outside any mesh and holds the data of their servers against them.
// Files are read from the contract's own folder and from `data` alone. kInvalidArgument for a
// server that is not there or has to be chosen. Thread-safe; the engine keeps views of the tables.
Result<TestedContracts> test_contracts(engine::Engine& engine, const MakeParser& make_parser,
                                       const TestRequest& request);

}  // namespace hanse::contract
