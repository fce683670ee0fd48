// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "plan/apply.h"

namespace hanse::plan {

// The server of an output-port contract that its tables are delivered to: of type postgres, and of
// the environment. Null: none.
const spec::Server* target_of(const spec::DataContract& contract, const EnvironmentId& environment);

// Makes the table of the contract's target hold the rows of a snapshot that was just published, as
// source::deliver does; the ledger says so. Does nothing without a target. The rows are read
// through the gate as the product; the target must be listed in `stores.targets` (kDenied).
Status deliver_table(const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
                     const std::vector<std::string>& files, engine::CancelToken cancel,
                     Context& context);

}  // namespace hanse::plan
