// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "data/chunk.h"
#include "engine/engine.h"

namespace hanse::contract {

// The first `count` rows of a stream as text, one cell a string (NULL for null).
using TextRows = std::vector<std::vector<std::string>>;
Result<TextRows> read_text_rows(data::ChunkStream& stream, size_t count);
// Those of a statement.
Result<TextRows> ask(engine::Engine& engine, const engine::Statement& statement, size_t count);
Result<TextRows> ask(engine::Engine& engine, const std::string& sql, size_t count);

}  // namespace hanse::contract
