// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace hanse {

// A JSON value (RFC 8259). Objects keep their order; a repeated key keeps the last value on parse.
// A plain value type; const access from several threads is safe.
class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() = default;  // null
  Json(std::nullptr_t) {}
  Json(bool value) : value_(value) {}
  Json(int value) : value_(int64_t{value}) {}
  Json(int64_t value) : value_(value) {}
  Json(uint64_t value) : value_(value) {}
  Json(double value) : value_(value) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}
  static Json object(std::initializer_list<Member> members = {}) { return Json(Object(members)); }
  static Json array(std::initializer_list<Json> items = {}) { return Json(Array(items)); }

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
  bool is_bool() const { return std::holds_alternative<bool>(value_); }
  bool is_integer() const;
  bool is_number() const { return is_integer() || std::holds_alternative<double>(value_); }
  bool is_string() const { return std::holds_alternative<std::string>(value_); }
  bool is_array() const { return std::holds_alternative<Array>(value_); }
  bool is_object() const { return std::holds_alternative<Object>(value_); }

  // Lenient reads: the fallback when the value is of another kind. Never abort on foreign input.
  bool as_bool(bool fallback = false) const;
  int64_t as_int(int64_t fallback = 0) const;  // uint64 above int64 max gives the fallback
  uint64_t as_uint(uint64_t fallback = 0) const;
  double as_double(double fallback = 0) const;
  std::string_view as_string(std::string_view fallback = {}) const;
  const Array& items() const;       // empty when no array
  const Object& members() const;    // empty when no object
  const Json* find(std::string_view key) const;     // null when no object or no such key
  Json* find(std::string_view key);
  const Json& operator[](std::string_view key) const;  // a shared null when absent
  const Json& at(size_t index) const;                  // a shared null when out of range
  size_t size() const;                                 // of array or object, else 0

  // Writes: abort (HANSE_CHECK) on the wrong kind; null turns into the kind first.
  Json& set(std::string_view key, Json value);  // replaces or appends; returns *this
  Json& push(Json value);                       // returns *this
  Array& mutable_items();
  Object& mutable_members();
  bool erase(std::string_view key);

  bool operator==(const Json& other) const;  // objects compare without regard to order

  std::string dump() const;          // compact, valid UTF-8 kept, U+2028/2029 and `<` not escaped
  std::string dump_pretty() const;   // two spaces
  std::string dump_canonical() const;  // compact with sorted keys: for digests and cache keys

  // Depth at most 1,000; `text` at most 256 MB. The error has the byte position where known.
  static Result<Json> parse(std::string_view text);
  // The same, and kInvalidArgument when any object repeats a key: for requests, where two readers
  // must not see two documents.
  static Result<Json> parse_unique(std::string_view text);

 private:
  std::variant<std::nullptr_t, bool, int64_t, uint64_t, double, std::string, Array, Object> value_;
};

// Appends `text` as a JSON string with quotes; bytes that are no UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace hanse
