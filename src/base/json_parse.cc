// SPDX-License-Identifier: Apache-2.0
#include <simdjson.h>

#include <charconv>

#include "base/ascii.h"
#include "base/json.h"

namespace hanse {
namespace {

constexpr size_t kDepthMax = 1'000;
constexpr size_t kTextBytesMax = 256u << 20;
constexpr size_t kKeptParserBytes = 1u << 20;  // larger texts give their buffers back
constexpr size_t kSearchedMembers = 16;        // up to here a linear search beats a hash table

Json convert(const simdjson::dom::element& element, bool& repeated);

// A repeated key keeps the last value, however large the object: a reader that took the first
// would see another document than one that takes the last.
Json convert_object(const simdjson::dom::object& object, bool& repeated) {
  Json::Object members;
  members.reserve(object.size());
  std::unordered_map<std::string_view, size_t> places;
  const auto place_of = [&](std::string_view key) {
    if (members.size() < kSearchedMembers) {
      for (size_t i = 0; i < members.size(); ++i)
        if (members[i].first == key) return i;
      return members.size();
    }
    const auto found = places.find(key);
    return found == places.end() ? members.size() : found->second;
  };
  for (const auto field : object) {
    const size_t place = place_of(field.key);
    if (place < members.size()) {
      members[place].second = convert(field.value, repeated);
      repeated = true;
      continue;
    }
    members.emplace_back(std::string(field.key), convert(field.value, repeated));
    if (members.size() < kSearchedMembers) continue;
    // The keys live in `members`' strings, which move when it grows: views of the document instead.
    if (places.empty())
      for (const auto earlier : object)
        if (places.size() < members.size()) places.emplace(earlier.key, places.size());
    places.emplace(field.key, place);
  }
  return Json(std::move(members));
}

// The parser refused what is deeper than kDepthMax, so this recursion is bounded.
Json convert(const simdjson::dom::element& element, bool& repeated) {
  switch (element.type()) {
    case simdjson::dom::element_type::ARRAY: {
      Json::Array items;
      const simdjson::dom::array array = element.get_array().value_unsafe();
      items.reserve(array.size());
      for (const auto item : array) items.push_back(convert(item, repeated));
      return Json(std::move(items));
    }
    case simdjson::dom::element_type::OBJECT:
      return convert_object(element.get_object().value_unsafe(), repeated);
    case simdjson::dom::element_type::INT64: return Json(element.get_int64().value_unsafe());
    case simdjson::dom::element_type::UINT64: return Json(element.get_uint64().value_unsafe());
    case simdjson::dom::element_type::DOUBLE: return Json(element.get_double().value_unsafe());
    case simdjson::dom::element_type::STRING:
      return Json(std::string_view(element.get_string().value_unsafe()));
    case simdjson::dom::element_type::BOOL: return Json(element.get_bool().value_unsafe());
    case simdjson::dom::element_type::NULL_VALUE: return Json();
  }
  return Json();
}

bool fits_integer(std::string_view digits) {
  int64_t number = 0;
  uint64_t positive = 0;
  const char* end = digits.data() + digits.size();
  return std::from_chars(digits.data(), end, number).ec == std::errc() ||
         (digits[0] != '-' && std::from_chars(digits.data(), end, positive).ec == std::errc());
}

// simdjson refuses integers beyond 64 bits; RFC 8259 allows them. Gives each an exponent of zero,
// which makes it a double. Text that was refused for another reason stays refused.
std::string big_integers_as_doubles(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 64);
  bool in_string = false;
  for (size_t i = 0; i < text.size();) {
    if (in_string || !(is_digit(text[i]) || text[i] == '-')) {
      const bool escaped = in_string && text[i] == '\\' && i + 1 < text.size();
      if (text[i] == '"') in_string = !in_string;
      out += text.substr(i, escaped ? 2 : 1);
      i += escaped ? 2 : 1;
      continue;
    }
    size_t end = i + 1;
    while (end < text.size() && is_digit(text[end])) ++end;
    const std::string_view digits = text.substr(i, end - i);
    const bool integer = end == text.size() || std::string_view(".eE").find(text[end]) ==
                                                   std::string_view::npos;
    out += digits;
    if (integer && digits.size() > 1 && !fits_integer(digits)) out += "e0";
    i = end;
    // The fraction and the exponent are no integers of their own.
    while (!integer && i < text.size() &&
           (is_digit(text[i]) || std::string_view(".eE+-").find(text[i]) != std::string_view::npos))
      out += text[i++];
  }
  return out;
}

Result<Json> parse_with(simdjson::dom::parser& parser, std::string_view text, bool& repeated) {
  const size_t capacity = std::max<size_t>(text.size(), 64);
  if (parser.capacity() < capacity || parser.max_depth() != kDepthMax)
    if (parser.allocate(capacity, kDepthMax) != simdjson::SUCCESS)
      return fail(ErrorCode::kLimitExceeded, "not enough memory to read the JSON text");
  const auto result = parser.parse(text.data(), text.size());
  if (result.error() == simdjson::DEPTH_ERROR)
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("the JSON text is nested deeper than {} levels", kDepthMax));
  if (result.error() != simdjson::SUCCESS)
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("expected JSON: {}", simdjson::error_message(result.error())));
  return convert(result.value_unsafe(), repeated);
}

Result<Json> parse_once(std::string_view text, bool& repeated) {
  if (text.size() > kKeptParserBytes) {
    simdjson::dom::parser parser(kTextBytesMax * 2);
    return parse_with(parser, text, repeated);
  }
  thread_local simdjson::dom::parser parser(kKeptParserBytes);
  return parse_with(parser, text, repeated);
}

Result<Json> parse_text(std::string_view text, bool& repeated) {
  if (text.size() > kTextBytesMax)
    return fail(ErrorCode::kLimitExceeded, "the JSON text is larger than 256 MB");
  Result<Json> value = parse_once(text, repeated);
  if (value || value.error().code == ErrorCode::kLimitExceeded) return value;
  const std::string rewritten = big_integers_as_doubles(text);
  if (rewritten.size() == text.size()) return value;
  Result<Json> second = parse_once(rewritten, repeated);
  return second ? std::move(second) : std::move(value);
}

}  // namespace

Result<Json> Json::parse(std::string_view text) {
  bool repeated = false;
  return parse_text(text, repeated);
}

Result<Json> Json::parse_unique(std::string_view text) {
  bool repeated = false;
  HANSE_TRY(Json value, parse_text(text, repeated));
  if (repeated) return fail(ErrorCode::kInvalidArgument, "an object repeats a key");
  return value;
}

}  // namespace hanse
