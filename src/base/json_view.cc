// SPDX-License-Identifier: Apache-2.0
#include "base/json_view.h"

#include <simdjson.h>

#include <cstring>

namespace hanse {
namespace {

using Element = simdjson::dom::element;
constexpr size_t kDepthMax = 1'000;
constexpr size_t kFirstBytes = 64u << 10;

static_assert(sizeof(Element) == 16 && std::is_trivially_copyable_v<Element>);

Element element_of(const std::array<std::byte, 16>& bytes) {
  Element element;
  std::memcpy(static_cast<void*>(&element), bytes.data(), bytes.size());
  return element;
}
void keep(const Element& element, std::array<std::byte, 16>& bytes) {
  std::memcpy(bytes.data(), static_cast<const void*>(&element), bytes.size());
}

}  // namespace

JsonView JsonView::operator[](std::string_view key) const {
  JsonView out;
  Element found;
  if (!is_there_ || element_of(element_).at_key(key).get(found) != simdjson::SUCCESS) return out;
  keep(found, out.element_);
  out.is_there_ = !found.is_null();
  return out;
}

std::string_view JsonView::as_string() const {
  std::string_view text;
  if (is_there_ && element_of(element_).get(text) != simdjson::SUCCESS) return {};
  return text;
}

bool JsonView::as_bool(bool fallback) const {
  bool value = fallback;
  if (is_there_ && element_of(element_).get(value) != simdjson::SUCCESS) return fallback;
  return value;
}

uint64_t JsonView::as_uint(uint64_t fallback) const {
  uint64_t value = fallback;
  if (is_there_ && element_of(element_).get(value) != simdjson::SUCCESS) return fallback;
  return value;
}

void JsonView::each(const std::function<void(const JsonView&)>& visit) const {
  simdjson::dom::array array;
  if (!is_there_ || element_of(element_).get(array) != simdjson::SUCCESS) return;
  for (const Element item : array) {
    JsonView view;
    keep(item, view.element_);
    view.is_there_ = !item.is_null();
    visit(view);
  }
}

void JsonView::each_member(
    const std::function<void(std::string_view, const JsonView&)>& visit) const {
  simdjson::dom::object object;
  if (!is_there_ || element_of(element_).get(object) != simdjson::SUCCESS) return;
  for (const auto member : object) {
    JsonView view;
    keep(member.value, view.element_);
    view.is_there_ = !member.value.is_null();
    visit(member.key, view);
  }
}

struct JsonReader::Parts {
  simdjson::dom::parser parser;
};

JsonReader::JsonReader() : parts_(std::make_unique<Parts>()) {}
JsonReader::~JsonReader() = default;
JsonReader::JsonReader(JsonReader&&) noexcept = default;
JsonReader& JsonReader::operator=(JsonReader&&) noexcept = default;

Result<JsonView> JsonReader::read(std::string_view text) {
  simdjson::dom::parser& parser = parts_->parser;
  if (parser.capacity() < text.size() || parser.max_depth() != kDepthMax)
    if (parser.allocate(std::max(text.size() * 2, kFirstBytes), kDepthMax) != simdjson::SUCCESS)
      return fail(ErrorCode::kLimitExceeded, "not enough memory to read the JSON text");
  const auto result = parser.parse(text.data(), text.size());
  if (result.error() != simdjson::SUCCESS)
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("expected JSON: {}", simdjson::error_message(result.error())));
  JsonView out;
  keep(result.value_unsafe(), out.element_);
  out.is_there_ = !result.value_unsafe().is_null();
  return out;
}

}  // namespace hanse
