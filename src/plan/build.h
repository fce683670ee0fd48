// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "plan/apply.h"

namespace hanse::plan {

// Builds one product's tables beside their present snapshots, checks them and publishes them
// together. The outcome says why it failed; the present snapshots then stay. Files of a failed
// build are gone. One product at a time; different ones from several threads.
RefreshOutcome::Product build_product(const ProductId& id, engine::CancelToken cancel,
                                      Context& context);

}  // namespace hanse::plan
