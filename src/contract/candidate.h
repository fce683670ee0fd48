// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "contract/check.h"
#include "engine/engine.h"
#include "govern/gate.h"
#include "spec/contract.h"

namespace hanse::contract {

// A table of a product before it is published: what was built, held against the contract.

// All checks in one pass over the table `candidate`; the first column is the number of rows.
std::string fused_sql(const std::vector<Check>& checks);

// Runs the checks of keys and required values over the files of a snapshot that is not published
// yet. The diagnostics say what the data does not keep: HNS-C003 required, HNS-C004 unique,
// HNS-C005 primary key. Fails when it cannot be read.
Result<Diagnostics> check_snapshot(govern::Gate& gate, const ProductId& product,
                                   const spec::SchemaObject& table,
                                   const std::vector<std::string>& files);

// What a statement yields against what the contract promises: HNS-T006 a column is missing or not
// promised, HNS-T007 its type does not fit. Names are compared without regard to case; pure.
Diagnostics result_matches(const std::vector<engine::BoundColumn>& columns,
                           const spec::SchemaObject& table, const Span& span);

}  // namespace hanse::contract
