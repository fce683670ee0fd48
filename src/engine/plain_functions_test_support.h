// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "data/encode.h"
#include "engine/engine.h"

namespace hanse::engine {

// An engine that has the functions of plain_*.h and word_list.h.
inline std::shared_ptr<Engine> engine_with_plain_functions() {
  BuilderOptions options;
  options.memory_bytes = int64_t{1} << 30;
  options.threads = 1;
  options.has_plain_functions = true;
  auto engine = make_builder_engine(options);
  EXPECT_TRUE(engine) << engine.error().message;
  return engine ? *engine : nullptr;
}

// The one row of a statement as JSON, or the engine's error.
inline std::string row_of(Engine& engine, const std::string& sql) {
  const auto rows = engine.run({sql, {}, 0}, CancelToken());
  if (!rows) return rows.error().message;
  const auto chunk = (*rows)->next();
  if (!chunk) return chunk.error().message;
  if (chunk->rows() != 1) return std::to_string(chunk->rows()) + " rows";
  std::string out;
  data::append_json_rows(*(*rows)->schema(), *chunk, out);
  return out;
}

}  // namespace hanse::engine
