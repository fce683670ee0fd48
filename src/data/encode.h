// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "data/cell.h"
#include "data/chunk.h"

namespace hanse::data {

// Text forms of chunks. JSON values: numbers as numbers while a double holds them exactly, else
// strings (integers over 2^53, DECIMAL, HUGEINT); NaN and infinities as strings; dates and times in
// ISO 8601; BLOB in base64; lists, structs and maps as arrays and objects; NULL as null.
// Thread-safe: all state is in the arguments.

// Appends the rows of `chunk` as JSON arrays `[v,…]`, separated by commas, no outer brackets.
void append_json_rows(const Schema& schema, const Chunk& chunk, std::string& out);
// Appends each row as one object and a newline (NDJSON).
void append_ndjson_rows(const Schema& schema, const Chunk& chunk, std::string& out);
// RFC 4180, header apart; NULL is an empty field, an empty string is `""`. Formula-like text is
// kept.
void append_csv_header(const Schema& schema, std::string& out);
void append_csv_rows(const Schema& schema, const Chunk& chunk, std::string& out);
// One cell as people read it (NULL for null).
std::string cell_text(const Schema& schema, const Chunk& chunk, size_t column, int64_t row);
// One value as JSON, and in the plain text of the other forms: for encoders elsewhere.
void append_json_value(const CellReader& cell, int64_t row, std::string& out);
void append_plain_value(const CellReader& cell, int64_t row, std::string& out);
std::vector<CellReader> readers_of(const Schema& schema, const Chunk& chunk);
// `[{"name":…,"type":…},…]`
void append_json_columns(const Schema& schema, std::string& out);

}  // namespace hanse::data
