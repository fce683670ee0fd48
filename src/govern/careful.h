// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "base/result.h"
#include "data/chunk.h"

namespace hanse::govern {

// The engine orders predicates as it likes, so one of the statement's can fail on a row that policy
// filters away, and the error would tell of it. An error of data before the first row is therefore
// no answer: `again` runs the statement with policy's filters apart, before all else, and what that
// gives is.
using RunApart = std::function<Result<std::unique_ptr<data::ChunkStream>>()>;
Result<std::unique_ptr<data::ChunkStream>> careful_stream(
    Result<std::unique_ptr<data::ChunkStream>> rows, RunApart again);

}  // namespace hanse::govern
