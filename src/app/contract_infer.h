// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "engine/engine.h"

namespace hanse::app {

struct ContractInferOptions {
  std::vector<std::string> files;  // relative to the working folder
  std::string name;                // of the contract; empty: after the first file
  std::string folder = ".";        // where the contract goes: paths begin there
};
struct ContractInferred {
  Json contract;  // ODCS 3.2.0
  Json tables;    // the evidence, see contract::evidence_json
};
// Proposes a contract from files that stand outside any mesh, by an engine of its own. Nothing is
// left behind. Errors as contract::infer_contract. Thread-safe.
Result<ContractInferred> infer_contract(const ContractInferOptions& options,
                                        const engine::CancelToken& cancel);

}  // namespace hanse::app
