// SPDX-License-Identifier: Apache-2.0
#include <simdjson.h>

#include "base/json.h"

namespace hanse {
namespace {

constexpr size_t kDepthMax = 1'000;
constexpr size_t kTextBytesMax = 256u << 20;

// The parser refused what is deeper than kDepthMax, so this recursion is bounded.
Json convert(const simdjson::dom::element& element) {
  switch (element.type()) {
    case simdjson::dom::element_type::ARRAY: {
      Json::Array items;
      const simdjson::dom::array array = element.get_array().value_unsafe();
      items.reserve(array.size());
      for (const auto item : array) items.push_back(convert(item));
      return Json(std::move(items));
    }
    case simdjson::dom::element_type::OBJECT: {
      const simdjson::dom::object object = element.get_object().value_unsafe();
      Json::Object members;
      members.reserve(object.size());
      for (const auto field : object) {
        const auto same = [&](const Json::Member& member) { return member.first == field.key; };
        // A repeated key keeps the last value; objects beyond 64 members are not searched twice.
        auto present = members.size() < 64 ? std::find_if(members.begin(), members.end(), same)
                                           : members.end();
        if (present != members.end()) present->second = convert(field.value);
        else members.emplace_back(std::string(field.key), convert(field.value));
      }
      return Json(std::move(members));
    }
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

}  // namespace

Result<Json> Json::parse(std::string_view text) {
  if (text.size() > kTextBytesMax)
    return fail(ErrorCode::kLimitExceeded, "the JSON text is larger than 256 MB");
  thread_local simdjson::dom::parser parser(kTextBytesMax + 1);
  if (parser.allocate(std::max<size_t>(text.size(), 64), kDepthMax) != simdjson::SUCCESS)
    return fail(ErrorCode::kLimitExceeded, "not enough memory to read the JSON text");
  const auto result = parser.parse(text.data(), text.size());
  if (result.error() != simdjson::SUCCESS)
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("expected JSON: {}", simdjson::error_message(result.error())));
  return convert(result.value_unsafe());
}

}  // namespace hanse
