// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hanse::postgres {

// Binary dates and times count from 2000-01-01, ours from 1970-01-01.
inline constexpr int64_t kEpochDays = 10'957;
inline constexpr int64_t kEpochMicroseconds = kEpochDays * 86'400 * 1'000'000;

// How a value travels. One for each of PostgreSQL's types that we send.
enum class Codec {
  kBool,
  kInt2,
  kInt4,
  kInt8,
  kFloat4,
  kFloat8,
  kNumeric,
  kText,
  kJson,
  kBytea,
  kDate,
  kTime,
  kTimestamp,
  kTimestampTz,
  kInterval,
  kUuid,
  kVarbit,
  kArray
};

// A type as RowDescription states it. Numbers are those of PostgreSQL's pg_type.dat.
struct PgType {
  int32_t oid = 25;
  int16_t size = -1;      // bytes; -1: as long as it is
  int32_t modifier = -1;  // NUMERIC's precision and scale
  Codec codec = Codec::kText;
  int32_t element_oid = 0;  // of an array
  Codec element = Codec::kText;
};

// Of a result's column, from the engine's spelling of its type. What PostgreSQL has no type for
// (structures, maps, unions, lists of lists) travels as json; unsigned ones as the next wider type.
// docs/reference/postgres.md lists them. Thread-safe.
PgType pg_type_of(std::string_view engine_type);

// The engine's type of a parameter whose type a client states; empty: unknown to us, or for any
// (0, unknown).
std::string_view engine_type_of(int32_t oid);
// How a parameter of that type travels; kText for those that are unknown.
Codec codec_of(int32_t oid);
// The element's type of an array type; 0: none.
int32_t element_of(int32_t array_oid);

}  // namespace hanse::postgres
