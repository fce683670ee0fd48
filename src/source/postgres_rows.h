// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/scratch_file.h"
#include "engine/given_rows.h"
#include "source/postgres_session.h"
#include "spec/contract.h"

namespace hanse::source {

// Rows as a PostgreSQL server sends them in the binary format of COPY
// (https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"), which become values of
// the engine's types without being texts in between.

// Whether the binary values of `column` can be read as `type`, the engine type of the contract's
// column, and mean what its text would (convert.h).
bool has_binary_values(const PostgresColumn& column, const spec::Property& property,
                       std::string_view type);

// Bytes of a COPY, in memory while they are few, in a scratch file of that folder from then on.
// kIo. One thread at a time until the end is told; then reading is thread-safe.
class CopiedBytes {
 public:
  explicit CopiedBytes(std::string folder) : folder_(std::move(folder)) {}
  Status add(std::string_view bytes);
  Status end();
  // At most `bytes` of them from there on; fewer only at the end.
  Result<std::string> read(uint64_t from, size_t bytes) const;

  static constexpr size_t kInMemory = size_t{1} << 20;

 private:
  Status to_file();

  const std::string folder_;
  std::string memory_;                 // all of them, or those that are not yet in the file
  ScratchFile file_;
};

// `columns`: the contract's names and engine types, in the order of the values, and the base type
// that each has on the server. Reads them all once: kDataError where a value is none of its
// column's type (infinity, a fraction that would be cut, out of range) or the bytes are no rows;
// kCancelled.
struct BinaryColumn {
  data::Column column;
  std::string base;
};
// What PostgresSession::copy_binary gives of no column: a number a row.
inline const BinaryColumn kNoColumn{{" ", "INTEGER"}, "int4"};
Result<std::shared_ptr<const engine::GivenRows>> given_rows(
    std::vector<BinaryColumn> columns, std::shared_ptr<const CopiedBytes> bytes,
    const engine::CancelToken& cancel);

}  // namespace hanse::source
