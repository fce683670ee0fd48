// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "engine/duckdb/instance.h"
#include "engine/engine.h"

namespace hanse::engine {

// Engine::copy_natively for the engine of `instance`. Thread-safe.
Result<std::shared_ptr<NativeCopy>> attach_copy(std::shared_ptr<Instance> instance,
                                                const CopyOrder& order, const CancelToken& cancel);

}  // namespace hanse::engine
