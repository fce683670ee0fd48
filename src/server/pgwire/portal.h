// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/app.h"
#include "data/cell.h"
#include "server/pgwire/command.h"
#include "server/pgwire/parameters.h"
#include "server/pgwire/types.h"
#include "server/pgwire/wire.h"

namespace hanse::server::pgwire {

struct Field {
  std::string name;
  PgType type;
};
std::vector<Field> fields_of(const std::vector<data::Column>& columns);
std::vector<Field> fields_of(const std::vector<engine::BoundColumn>& columns);
// Of no column, of all by one, or of each.
bool fit(const std::vector<Format>& formats, const std::vector<Field>& fields);
void write_row_description(MessageWriter& writer, const std::vector<Field>& fields,
                           const std::vector<Format>& formats);

// How rows leave: as DataRow messages, or as the lines of COPY.
class RowForm {
 public:
  virtual ~RowForm() = default;
  virtual void write(MessageWriter& writer, const std::vector<data::CellReader>& cells,
                     int64_t row) = 0;
};
std::unique_ptr<RowForm> data_rows(std::vector<Field> fields, std::vector<Format> formats);
std::unique_ptr<RowForm> copy_rows(std::vector<Field> fields, const CopyOptions& options);
// COPY's beginning and end, around the rows.
void write_copy_begin(MessageWriter& writer, const std::vector<Field>& fields,
                      const CopyOptions& options);
void write_copy_end(MessageWriter& writer, const CopyOptions& options);

// A statement's result while it leaves, in one go or piece by piece. Belongs to one connection.
class RowSource {
 public:
  // `deadline_us`: on Clock::monotonic_us.
  RowSource(govern::Answer answer, engine::CancelToken cancel, int64_t deadline_us);
  const std::vector<Field>& fields() const { return fields_; }
  const engine::CancelToken& cancel() const { return cancel_; }
  // Writes at most `most` rows, flushing as it goes; gives how many. Without a form they are passed
  // over. Asks first whether those that it holds already may still leave.
  static constexpr int64_t kAllRows = INT64_MAX, kPrime = 0;  // kPrime only looks for the first
  Result<int64_t> write(MessageWriter& writer, RowForm* form, int64_t most);
  bool ended() const { return ended_; }
  // Lets go of what the statement holds when its time is over although nobody reads it; rows that
  // are asked for later are refused with kTimeout, not missing.
  void expire(int64_t now_us);
  const std::string& decision_id() const { return answer_.decision_id; }

 private:
  Status next_chunk();
  govern::Answer answer_;
  engine::CancelToken cancel_;
  std::vector<Field> fields_;
  data::Chunk chunk_;
  std::vector<data::CellReader> cells_;
  int64_t row_ = 0;
  int64_t deadline_us_ = 0;
  bool begun_ = false, ended_ = false, expired_ = false;
};

// Rows of text that are there already: SHOW, FETCH from nothing.
struct TextRows {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};
std::vector<Field> fields_of(const TextRows& rows);
void write_text_rows(MessageWriter& writer, const TextRows& rows);

}  // namespace hanse::server::pgwire
