// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/parameters.h"

#include <bit>
#include <charconv>

#include "base/digest.h"
#include "base/utf8.h"
#include "data/scalar_text.h"
#include "server/pgwire/types.h"
#include "server/pgwire/wire.h"

namespace hanse::server::pgwire {
namespace {

constexpr int64_t kPerSecond = 1'000'000;
constexpr int kDigitsMax = 38;

std::unexpected<Error> no_value(std::string_view type) {
  return fail(ErrorCode::kDataError, fmt::format("a parameter is no value of `{}`", type));
}

Json typed(Json value, std::string_view type) {
  return Json::object({{"value", std::move(value)}, {"type", type}});
}

bool is_number(std::string_view text) {
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  return end.ptr == text.data() + text.size() && !text.empty();
}

// The narrowest DECIMAL that keeps every digit; what has more than the engine's 38 is a DOUBLE.
Result<Json> numeric(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (!is_number(text)) return no_value("numeric");
  const size_t point = text.find('.');
  const bool plain = text.find_first_not_of("-.0123456789") == std::string_view::npos;
  const auto scale = static_cast<int>(point == text.npos ? 0 : text.size() - point - 1);
  const auto digits = static_cast<int>(text.size()) - (point != text.npos) - text.starts_with('-');
  if (!plain || digits > kDigitsMax) return typed(text, "DOUBLE");
  return typed(text, fmt::format("DECIMAL({},{})", std::max(digits, scale + 1), scale));
}

Result<Json> binary_numeric(std::string_view bytes) {
  BodyReader reader(bytes);
  const int count = reader.int16(), weight = reader.int16();
  const auto sign = static_cast<uint16_t>(reader.int16());
  const int scale = reader.int16();
  if (sign == 0xC000) return typed("nan", "DOUBLE");
  if (!reader.ok() || count < 0 || scale < 0 || scale > 16'383 || weight > 1'000 ||
      weight < -1'000 || (sign != 0 && sign != 0x4000))
    return no_value("numeric");
  std::string whole, fraction;
  for (int place = weight; place >= -(scale + 3) / 4 || place > weight - count; --place) {
    const int at = weight - place;
    const int digit = at < count ? reader.int16() : 0;
    if (digit < 0 || digit > 9'999) return no_value("numeric");
    (place >= 0 ? whole : fraction) += fmt::format("{:04}", digit);
  }
  if (!reader.at_end()) return no_value("numeric");
  if (weight < -1) fraction.insert(0, static_cast<size_t>(-1 - weight) * 4, '0');
  fraction.resize(static_cast<size_t>(scale), '0');
  whole.erase(0, whole.find_first_not_of('0'));
  std::string text = sign != 0 ? "-" : "";
  text += whole.empty() ? "0" : whole;
  if (scale > 0) text += "." + fraction;
  return numeric(text);
}

template <typename T>
std::string shortest(T value) {
  std::string out;
  data::append_number(value, out);
  return out;
}

std::string blob_text(std::string_view bytes) {  // the engine's: \xDE\xAD
  std::string out;
  const std::string hex = to_hex(bytes);
  for (size_t i = 0; i < hex.size(); i += 2) out += "\\x" + hex.substr(i, 2);
  return out;
}

std::string instant(int64_t microseconds, data::Zone zone) {
  std::string out;
  if (microseconds == INT64_MAX || microseconds == INT64_MIN)
    return microseconds > 0 ? "infinity" : "-infinity";
  if (microseconds >= INT64_MAX - kEpochMicroseconds) return out;
  data::append_timestamp(microseconds + kEpochMicroseconds, kPerSecond, zone, out);
  return out;
}

int64_t int64_of(BodyReader& reader) {
  const auto high = static_cast<uint64_t>(static_cast<uint32_t>(reader.int32()));
  return static_cast<int64_t>(high << 32 | static_cast<uint32_t>(reader.int32()));
}

// Of a fixed size: the caller looks whether the reader came to the end. Empty: no value of ours,
// whose epoch is earlier than PostgreSQL's.
std::string fixed_text(Codec codec, BodyReader& reader) {
  std::string out;
  switch (codec) {
    case Codec::kBool:
      return reader.byte() != 0 ? "true" : "false";
    case Codec::kInt2:
      return std::to_string(reader.int16());
    case Codec::kInt4:
      return std::to_string(reader.int32());
    case Codec::kInt8:
      return std::to_string(int64_of(reader));
    case Codec::kFloat4:
      return shortest(std::bit_cast<float>(reader.int32()));
    case Codec::kFloat8:
      return shortest(std::bit_cast<double>(int64_of(reader)));
    case Codec::kDate: {
      const int32_t days = reader.int32();
      if (days == INT32_MAX || days == INT32_MIN) return days > 0 ? "infinity" : "-infinity";
      if (days >= INT32_MAX - kEpochDays) return out;
      data::append_date(static_cast<int32_t>(days + kEpochDays), out);
      return out;
    }
    case Codec::kTime:
      data::append_time(int64_of(reader), kPerSecond, out);
      return out;
    case Codec::kTimestamp:
      return instant(int64_of(reader), data::Zone::kNone);
    case Codec::kTimestampTz:
      return instant(int64_of(reader), data::Zone::kUtc);
    case Codec::kInterval: {
      const int64_t microseconds = int64_of(reader);
      const int32_t days = reader.int32(), months = reader.int32();
      return fmt::format("{} months {} days {} microseconds", months, days, microseconds);
    }
    default: {  // a UUID
      const std::string hex = to_hex(reader.bytes(16));
      if (hex.size() != 32) return out;
      return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
             hex.substr(16, 4) + "-" + hex.substr(20);
    }
  }
}

Result<Json> plain_string(std::string_view bytes) {
  if (first_invalid_utf8(bytes) != std::string::npos || bytes.find('\0') != std::string_view::npos)
    return fail(ErrorCode::kDataError, "a parameter is no UTF-8 text");
  return Json(bytes);
}

Result<Json> binary_array(int32_t oid, std::string_view bytes) {
  BodyReader reader(bytes);
  const int32_t dimensions = reader.int32();
  reader.int32();  // whether NULLs are among them
  const int32_t element = reader.int32();
  const std::string type = std::string(engine_type_of(element_of(oid))) + "[]";
  if (!reader.ok() || dimensions < 0 || dimensions > 1 || element != element_of(oid))
    return no_value(type);
  Json items = Json::array();
  const int32_t count = dimensions == 0 ? 0 : reader.int32();
  if (dimensions == 1) reader.int32();  // the lower bound
  if (count < 0 || static_cast<size_t>(count) > bytes.size()) return no_value(type);
  for (int32_t i = 0; i < count; ++i) {
    const int32_t size = reader.int32();
    if (size < 0) {
      items.push(Json());
      continue;
    }
    HANSE_TRY(const Json item,
              parameter_of(element, Format::kBinary, reader.bytes(static_cast<size_t>(size))));
    items.push(item.is_object() ? item["value"] : item);
  }
  if (!reader.at_end()) return no_value(type);
  return typed(std::move(items), type == "DECIMAL[]" ? "DOUBLE[]" : type);
}

// `{1,"a b",NULL}`, of one dimension.
Result<Json> text_array(int32_t oid, std::string_view text) {
  const std::string type = std::string(engine_type_of(element_of(oid))) + "[]";
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') return no_value(type);
  Json items = Json::array();
  const std::string_view body = text.substr(1, text.size() - 2);
  for (size_t at = 0; at < body.size();) {
    std::string item;
    const bool quoted = body[at] == '"';
    for (at += quoted; at < body.size() && body[at] != (quoted ? '"' : ','); ++at) {
      if (body[at] == '\\' && at + 1 < body.size())
        ++at;
      else if (!quoted && (body[at] == '{' || body[at] == '}' || body[at] == '"'))
        return no_value(type);
      item += body[at];
    }
    if (quoted && (at >= body.size() || (++at < body.size() && body[at] != ',')))
      return no_value(type);
    if (at < body.size() && ++at == body.size()) return no_value(type);  // a comma at the end
    if (!quoted && equal_ignoring_case(item, "null")) {
      items.push(Json());
      continue;
    }
    HANSE_TRY(const Json value, plain_string(item));
    items.push(value);
  }
  return typed(std::move(items), type == "DECIMAL[]" ? "DOUBLE[]" : type);
}

Result<Json> text_parameter(Codec codec, std::string_view type, std::string_view bytes) {
  HANSE_TRY(Json text, plain_string(bytes));
  if (codec == Codec::kNumeric) return numeric(bytes);
  if (codec == Codec::kBool) {
    const std::string word = ascii_lower(bytes);
    if (word == "on" || word == "1" || word == "y" || word == "yes") return typed("true", type);
    if (word == "off" || word == "0" || word == "n" || word == "no") return typed("false", type);
  }
  if (codec == Codec::kBytea && bytes.starts_with("\\x")) {
    std::string out;
    for (size_t i = 2; i + 1 < bytes.size(); i += 2) out += "\\x" + std::string(bytes.substr(i, 2));
    return typed(out, type);
  }
  return typed(std::move(text), type);
}

}  // namespace

Result<Json> parameter_of(int32_t oid, Format format, std::string_view bytes) {
  const Codec codec = codec_of(oid);
  if (codec == Codec::kArray)
    return format == Format::kBinary ? binary_array(oid, bytes) : text_array(oid, bytes);
  const std::string_view type = engine_type_of(oid);
  const bool fits_its_place = codec == Codec::kText || codec == Codec::kJson || type.empty();
  if (fits_its_place) {
    if (format == Format::kBinary && codec == Codec::kVarbit)
      return fail(ErrorCode::kUnsupported, "a bit string as a parameter");
    // jsonb begins with its version; it is no type that we describe, so nobody sends it.
    return plain_string(bytes);
  }
  if (format == Format::kText) return text_parameter(codec, type, bytes);
  if (codec == Codec::kBytea) return typed(blob_text(bytes), type);
  if (codec == Codec::kNumeric) return binary_numeric(bytes);
  BodyReader reader(bytes);
  std::string text = fixed_text(codec, reader);
  if (!reader.at_end() || text.empty()) return no_value(type);
  return typed(std::move(text), type);
}

}  // namespace hanse::server::pgwire
