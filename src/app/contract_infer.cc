// SPDX-License-Identifier: Apache-2.0
#include "app/contract_infer.h"

#include "base/files.h"
#include "base/scratch_folder.h"
#include "contract/infer_data.h"

namespace hanse::app {
namespace {

constexpr int64_t kEngineMemoryBytes = int64_t{512} << 20;  // beyond it the engine spills

}  // namespace

Result<ContractInferred> infer_contract(const ContractInferOptions& options,
                                        const engine::CancelToken& cancel) {
  HANSE_TRY(const ScratchFolder scratch, ScratchFolder::make());
  contract::InferOrder order;
  order.files = options.files;
  order.name = options.name;
  order.contract_folder = options.folder;
  HANSE_TRY(order.folder, resolve_path("."));
  order.scratch_folder = scratch.path();
  HANSE_TRY(const auto engine,
            engine::make_builder_engine({scratch.path(), kEngineMemoryBytes, 0, ""}));
  HANSE_TRY(const contract::Inferred found, contract::infer_contract(order, *engine, cancel));
  return ContractInferred{contract::contract_json(found.proposal, found.servers),
                          contract::evidence_json(found.proposal, found.profiles)};
}

}  // namespace hanse::app
