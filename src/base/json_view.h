// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "base/result.h"

namespace hanse {

// A JSON text that is looked at without being copied: for long files of which little is wanted.
// A view is valid until its reader reads the next text or goes. Reads are lenient, as those of
// Json: what is absent or of another kind is a null view, an empty text or the fallback.
class JsonView {
 public:
  JsonView() = default;
  bool is_null() const { return !is_there_; }
  JsonView operator[](std::string_view key) const;  // of a repeated key: the first
  std::string_view as_string() const;
  bool as_bool(bool fallback = false) const;
  uint64_t as_uint(uint64_t fallback = 0) const;
  // Calls `visit` for each item of an array, in order.
  void each(const std::function<void(const JsonView&)>& visit) const;
  void each_member(const std::function<void(std::string_view, const JsonView&)>& visit) const;

 private:
  friend class JsonReader;
  alignas(8) std::array<std::byte, 16> element_{};  // the parser's own, which no header names
  bool is_there_ = false;
};

// Reads one text after another and keeps its memory. For one thread at a time.
class JsonReader {
 public:
  JsonReader();
  ~JsonReader();
  JsonReader(JsonReader&&) noexcept;
  JsonReader& operator=(JsonReader&&) noexcept;
  // kInvalidArgument: no JSON (numbers beyond 64 bits are refused), or nested deeper than 1,000.
  Result<JsonView> read(std::string_view text);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hanse
