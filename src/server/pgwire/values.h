// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "data/cell.h"
#include "server/pgwire/types.h"

namespace hanse::server::pgwire {

// Values of result cells in PostgreSQL's text and binary forms (as version 15 writes them with
// DateStyle ISO, IntervalStyle postgres, bytea_output hex, TimeZone UTC). The cell is not NULL.
// Times finer than microseconds are cut. Thread-safe: no state.
void append_text_value(const PgType& type, const data::CellReader& cell, int64_t row,
                       std::string& out);
void append_binary_value(const PgType& type, const data::CellReader& cell, int64_t row,
                         std::string& out);

// What the two files of it share.
int64_t integer_of(const data::CellReader& cell, int64_t row);       // all but 128 bits
int64_t microseconds_of(const data::CellReader& cell, int64_t row);  // times and timestamps
struct IntervalParts {
  int32_t months = 0, days = 0;
  int64_t microseconds = 0;
};
IntervalParts interval_of(const data::CellReader& cell, int64_t row);

}  // namespace hanse::server::pgwire
