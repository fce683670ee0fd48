// SPDX-License-Identifier: Apache-2.0
#include "contract/rows.h"

#include "data/encode.h"

namespace hanse::contract {

Result<TextRows> read_text_rows(data::ChunkStream& stream, size_t count) {
  TextRows rows;
  const auto schema = stream.schema();
  while (rows.size() < count) {
    HANSE_TRY(const data::Chunk chunk, stream.next());
    if (chunk.empty()) break;
    for (int64_t row = 0; row < chunk.rows() && rows.size() < count; ++row) {
      std::vector<std::string> cells;
      for (size_t column = 0; column < schema->columns().size(); ++column)
        cells.push_back(data::cell_text(*schema, chunk, column, row));
      rows.push_back(std::move(cells));
    }
  }
  return rows;
}

Result<TextRows> ask(engine::Engine& engine, const engine::Statement& statement, size_t count) {
  HANSE_TRY(const auto stream, engine.run(statement, engine::CancelToken()));
  return read_text_rows(*stream, count);
}

Result<TextRows> ask(engine::Engine& engine, const std::string& sql, size_t count) {
  return ask(engine, engine::Statement{sql, {}, 0}, count);
}

}  // namespace hanse::contract
