// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
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
// A row has no more columns than PostgreSQL's clients count, and names that one message holds.
Status check_width(const std::vector<Field>& fields);
inline constexpr size_t kColumnsMax = 1'664, kColumnNamesBytesMax = 1'000'000;
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
  struct Bounds {
    const Clock& clock;
    int64_t deadline_us = 0;           // on Clock::monotonic_us
    std::function<Status()> who_asked;  // whether that is still who asks
  };
  RowSource(govern::Answer answer, engine::CancelToken cancel, Bounds bounds);
  const std::vector<Field>& fields() const { return fields_; }
  const engine::CancelToken& cancel() const { return cancel_; }
  // Whether rows may still leave, and be described: for every message about what was begun before.
  Status stands();
  // Writes at most `most` rows, flushing as it goes; gives how many. Without a form they are passed
  // over. Where that takes its time it asks `stands` each second.
  static constexpr int64_t kAllRows = INT64_MAX, kPrime = 0;  // kPrime only looks for the first
  Result<int64_t> write(MessageWriter& writer, RowForm* form, int64_t most);
  bool ended() const { return ended_; }
  // Lets go of what the statement holds when its time is over although nobody reads it; rows that
  // are asked for later are refused with kTimeout, not missing.
  void expire();
  const std::string& decision_id() const { return answer_.decision_id; }
  const std::vector<govern::TableUse>& uses() const { return answer_.uses; }

 private:
  Status next_chunk();
  govern::Answer answer_;
  engine::CancelToken cancel_;
  std::vector<Field> fields_;
  data::Chunk chunk_;
  std::vector<data::CellReader> cells_;
  Bounds bounds_;
  int64_t row_ = 0;
  int64_t looked_us_ = 0;  // when `stands` was asked, or need not have been
  bool ended_ = false, expired_ = false;
};

// Rows of text that are there already: SHOW, FETCH from nothing.
struct TextRows {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};
std::vector<Field> fields_of(const TextRows& rows);
void write_text_rows(MessageWriter& writer, const TextRows& rows);

}  // namespace hanse::server::pgwire
