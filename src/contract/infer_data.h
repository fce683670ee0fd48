// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "contract/infer.h"
#include "contract/profile_scan.h"
#include "source/paths.h"

namespace hanse::contract {

// From files to a proposal: reads, counts, decides.
struct InferOrder {
  std::vector<std::string> files;     // as stated; one table each, named after its file
  std::string name;                   // of the contract; empty: after the first file
  std::string contract_folder = ".";  // paths of the proposal begin there
  std::string folder;                 // absolute: messages name files from here on
  std::string scratch_folder;         // for unpacked archives; the caller removes it
  ScanLimits limits;
};
struct Inferred {
  Proposal proposal;
  std::vector<TableProfile> profiles;  // beside proposal.tables
  std::vector<ProposedServer> servers;
};
// kNotFound, kDenied, kUnsupported, kDataError with the file's name in words; kInvalidArgument when
// two files would be tables of one name.
Result<Inferred> infer_contract(const InferOrder& order, engine::Engine& engine,
                                const engine::CancelToken& cancel);

}  // namespace hanse::contract
