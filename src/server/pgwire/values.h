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

// A time's or timestamp's microseconds; infinite ones stay as the engine has them.
int64_t microseconds_of(const data::CellReader& cell, int64_t row);

}  // namespace hanse::server::pgwire
