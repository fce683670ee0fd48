// SPDX-License-Identifier: Apache-2.0
#include "data/cell.h"

#include <charconv>
#include <cstring>

namespace hanse::data {
namespace {

using Kind = CellReader::Kind;

int number_in(std::string_view text, int fallback = 0) {
  int out = fallback;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

int64_t units_of(char unit) {
  switch (unit) {
    case 's': return 1;
    case 'm': return 1'000;
    case 'u': return 1'000'000;
    default: return 1'000'000'000;
  }
}

Kind simple_kind(char format) {
  switch (format) {
    case 'n': return Kind::kNull;
    case 'b': return Kind::kBool;
    case 'c': return Kind::kInt8;
    case 'C': return Kind::kUint8;
    case 's': return Kind::kInt16;
    case 'S': return Kind::kUint16;
    case 'i': return Kind::kInt32;
    case 'I': return Kind::kUint32;
    case 'l': return Kind::kInt64;
    case 'L': return Kind::kUint64;
    case 'f': return Kind::kFloat;
    case 'g': return Kind::kDouble;
    case 'u': return Kind::kText;
    case 'U': return Kind::kLargeText;
    case 'z': return Kind::kBlob;
    case 'Z': return Kind::kLargeBlob;
    default: return Kind::kUnknown;
  }
}

// "d:precision,scale[,bits]"
void set_decimal(CellReader& out, std::string_view format, std::string_view engine_type) {
  out.kind = Kind::kDecimal;
  const size_t comma = format.find(',');
  out.scale = comma == std::string_view::npos ? 0 : number_in(format.substr(comma + 1));
  const bool whole = format == "d:38,0";
  if (whole && engine_type.find("UHUGEINT") != std::string_view::npos) out.kind = Kind::kUhugeint;
  else if (whole && engine_type.find("HUGEINT") != std::string_view::npos)
    out.kind = Kind::kHugeint;
}

void set_temporal(CellReader& out, std::string_view format) {
  const std::string_view kind = format.substr(0, 2);
  const char unit = format.size() > 2 ? format[2] : ' ';
  out.units_per_second = units_of(unit);
  if (kind == "td") out.kind = unit == 'D' ? Kind::kDate : Kind::kDateMs;
  else if (kind == "tt") out.kind = Kind::kTime;
  else if (kind == "tD") out.kind = Kind::kDuration;
  else if (kind == "ts") out.kind = format.size() > 4 ? Kind::kTimestampTz : Kind::kTimestamp;
  else if (format == "tiM") out.kind = Kind::kMonths;
  else if (format == "tiD") out.kind = Kind::kDayTime;
  else if (format == "tin") out.kind = Kind::kMonthDayNano;
}

void set_nested(CellReader& out, std::string_view format) {
  switch (format.size() > 1 ? format[1] : ' ') {
    case 'l': out.kind = Kind::kList; break;
    case 'L': out.kind = Kind::kLargeList; break;
    case 's': out.kind = Kind::kStruct; break;
    case 'm': out.kind = Kind::kMap; break;
    case 'w':
      out.kind = Kind::kFixedList;
      out.width = number_in(format.substr(3));
      break;
    case 'u': {
      if (!format.starts_with("+us:")) break;
      out.kind = Kind::kSparseUnion;
      std::string_view rest = format.substr(4);
      while (!rest.empty()) {
        out.tags.push_back(static_cast<int8_t>(number_in(rest)));
        const size_t comma = rest.find(',');
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
      }
      break;
    }
    default: break;
  }
}

void set_kind(CellReader& out, std::string_view format, std::string_view engine_type) {
  if (format.size() == 1) out.kind = simple_kind(format[0]);
  else if (format.starts_with("d:")) set_decimal(out, format, engine_type);
  else if (format.starts_with("t")) set_temporal(out, format);
  else if (format.starts_with("+")) set_nested(out, format);
  else if (format.starts_with("w:")) {
    out.kind = Kind::kFixedBlob;
    out.width = number_in(format.substr(2));
  }
  if (out.kind == Kind::kBlob && engine_type == "BIT") out.kind = Kind::kBit;
}

template <typename Offset>
std::string_view slice(const ArrowArray& array, int64_t row) {
  const auto* offsets = static_cast<const Offset*>(array.buffers[1]) + array.offset + row;
  const auto* bytes = static_cast<const char*>(array.buffers[2]);
  return {bytes + offsets[0], static_cast<size_t>(offsets[1] - offsets[0])};
}

template <typename Offset>
std::pair<int64_t, int64_t> range(const ArrowArray& array, int64_t row) {
  const auto* offsets = static_cast<const Offset*>(array.buffers[1]) + array.offset + row;
  return {offsets[0], offsets[1]};
}

}  // namespace

bool CellReader::is_null(int64_t row) const {
  if (kind == Kind::kNull) return true;
  if (validity == nullptr) return false;
  const int64_t at = row + array->offset;
  return (validity[at / 8] >> (at % 8) & 1) == 0;
}

bool CellReader::boolean(int64_t row) const {
  const int64_t at = row + array->offset;
  return (static_cast<const uint8_t*>(array->buffers[1])[at / 8] >> (at % 8) & 1) != 0;
}

int64_t CellReader::integer(int64_t row) const {
  switch (kind) {
    case Kind::kInt8: return value<int8_t>(row);
    case Kind::kUint8: return value<uint8_t>(row);
    case Kind::kInt16: return value<int16_t>(row);
    case Kind::kUint16: return value<uint16_t>(row);
    case Kind::kInt32: return value<int32_t>(row);
    case Kind::kUint32: return value<uint32_t>(row);
    default: return value<int64_t>(row);
  }
}

int64_t CellReader::time_units(int64_t row) const {
  // Arrow holds times of seconds and milliseconds in 32 bits.
  const bool narrow = kind == Kind::kTime && units_per_second <= 1'000;
  return narrow ? value<int32_t>(row) : value<int64_t>(row);
}

CellReader::Interval CellReader::interval(int64_t row) const {
  struct DayTime {
    int32_t days, milliseconds;
  };
  if (kind == Kind::kMonths) return {value<int32_t>(row), 0, 0};
  if (kind == Kind::kDuration)
    return {0, 0, value<int64_t>(row) * (1'000'000'000 / units_per_second)};
  if (kind == Kind::kDayTime) {
    const auto given = value<DayTime>(row);
    return {0, given.days, int64_t{given.milliseconds} * 1'000'000};
  }
  return value<Interval>(row);        // Arrow's month_day_nano has this layout
}

std::string_view CellReader::bytes(int64_t row) const {
  if (kind == Kind::kLargeText || kind == Kind::kLargeBlob) return slice<int64_t>(*array, row);
  if (kind == Kind::kFixedBlob)
    return {static_cast<const char*>(array->buffers[1]) + (row + array->offset) * width,
            static_cast<size_t>(width)};
  return slice<int32_t>(*array, row);
}

std::pair<int64_t, int64_t> CellReader::items(int64_t row) const {
  if (kind == Kind::kLargeList) return range<int64_t>(*array, row);
  if (kind == Kind::kFixedList)
    return {(row + array->offset) * width, (row + array->offset + 1) * width};
  return range<int32_t>(*array, row);
}

CellReader make_reader(const ArrowSchema& schema, const ArrowArray& array,
                       std::string_view engine_type) {
  CellReader out;
  out.array = &array;
  set_kind(out, schema.format, engine_type);
  const bool has_validity = out.kind != Kind::kNull && out.kind != Kind::kSparseUnion &&
                            array.n_buffers > 0 && array.null_count != 0;
  if (has_validity) out.validity = static_cast<const uint8_t*>(array.buffers[0]);
  if (schema.dictionary != nullptr) {
    CellReader keys = out;
    out.kind = Kind::kDictionary;
    out.children.push_back(std::move(keys));
    out.children.push_back(make_reader(*schema.dictionary, *array.dictionary, {}));
    return out;
  }
  for (int64_t i = 0; i < schema.n_children; ++i) {
    out.children.push_back(make_reader(*schema.children[i], *array.children[i], engine_type));
    const char* name = schema.children[i]->name;
    out.names.emplace_back(name == nullptr ? "" : name);
  }
  return out;
}

}  // namespace hanse::data
