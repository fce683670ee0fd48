// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/arrow_c.h"

namespace hanse::data {

// A column of one Arrow chunk made ready for reading: its format decoded once, so that a cell costs
// a switch. Borrows the schema and the array; valid while both live. Reading is thread-safe.
struct CellReader {
  enum class Kind {
    kNull, kBool, kInt8, kUint8, kInt16, kUint16, kInt32, kUint32, kInt64, kUint64, kFloat, kDouble,
    kText, kLargeText, kBlob, kLargeBlob, kFixedBlob, kDecimal, kHugeint, kUhugeint, kBit,
    kDate, kDateMs, kTime, kTimestamp, kTimestampTz, kMonths, kDayTime, kMonthDayNano, kDuration,
    kList, kLargeList, kFixedList, kStruct, kMap, kSparseUnion, kDictionary, kUnknown
  };
  Kind kind = Kind::kUnknown;
  const ArrowArray* array = nullptr;
  const uint8_t* validity = nullptr;   // null: every cell is valid
  int64_t units_per_second = 1;        // times and timestamps
  int32_t width = 0;                   // bytes of kFixedBlob, items of kFixedList
  int32_t scale = 0;                   // decimals
  std::vector<CellReader> children;
  std::vector<std::string_view> names; // fields of structs and unions
  std::vector<int8_t> tags;            // union: tag by child

  bool is_null(int64_t row) const;
  template <typename T>
  T value(int64_t row) const {
    return static_cast<const T*>(array->buffers[1])[row + array->offset];
  }
  bool boolean(int64_t row) const;
  // Any integer of at most 64 bits but kUint64.
  int64_t integer(int64_t row) const;
  // A time's or timestamp's count of `units_per_second`.
  int64_t time_units(int64_t row) const;
  struct Interval {
    int32_t months = 0, days = 0;
    int64_t nanoseconds = 0;
  };
  Interval interval(int64_t row) const;  // kMonths, kDayTime, kMonthDayNano, kDuration
  // Bytes of a text or blob cell.
  std::string_view bytes(int64_t row) const;
  // First and one-past-last item of a list or map cell, as rows of children[0].
  std::pair<int64_t, int64_t> items(int64_t row) const;
};

// `engine_type` is the column's SQL type: it tells HUGEINT and BIT from what Arrow calls them.
CellReader make_reader(const ArrowSchema& schema, const ArrowArray& array,
                       std::string_view engine_type);

}  // namespace hanse::data
