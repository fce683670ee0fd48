// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "data/chunk.h"
#include "engine/engine.h"
#include "source/postgres_server.h"

namespace hanse::source {

struct DeliveryColumn {
  std::string name;  // in the table
  std::string type;  // PostgreSQL's: "numeric(10,2)", "text[]"
  bool is_key = false;
};

// What a table of a database is to hold. Plain data.
struct DeliveryOrder {
  std::string table;   // in the server's schema
  std::string create;  // DDL that makes it, unqualified; run when it is absent
  std::vector<DeliveryColumn> columns;
};
struct Delivered {
  int64_t rows = 0;  // that the table now has
  int64_t changed = 0, added = 0, removed = 0;
};

// Makes the table hold exactly `rows` (columns in the order's order, binary in base64, nested
// values in JSON, and one more that has a value: no line of them is empty, or a word of COPY's), in
// one transaction: after a kill it is as it was or done, and doing it again changes nothing. With a
// key, rows are updated, added and removed by it; without one, all are replaced. Columns that the
// order does not name stay as they are; those that are absent are added; none is dropped. Readers
// of the table are not held up. Errors as PostgresLink.
Result<Delivered> deliver(const PostgresServer& server, const DeliveryOrder& order,
                          data::ChunkStream& rows, engine::CancelToken cancel);

}  // namespace hanse::source
