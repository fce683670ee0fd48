// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <limits>
#include <optional>

#include "base/result.h"
#include "cli/options.h"

namespace hanse::cli {

// All of `text` as a number of that type; none: it is something else.
template <typename Number>
std::optional<Number> whole_text(const std::string& text) {
  Number out{};
  const char* const end = text.data() + text.size();
  const auto [rest, problem] = std::from_chars(text.data(), end, out);
  return problem == std::errc() && rest == end ? std::optional(out) : std::nullopt;
}

// A flag that is a whole number from `low` to `high`; `out` stays as it is when it was not given.
// kInvalidArgument for what is none.
template <typename Number>
Status read_number(const Options& options, std::string_view flag, Number low, Number& out,
                   Number high = std::numeric_limits<Number>::max()) {
  if (!options.has(flag)) return {};
  const std::string text = options.last_of(flag);
  if (const auto read = whole_text<Number>(text); read && *read >= low && *read <= high) {
    out = *read;
    return {};
  }
  const std::string to =
      high == std::numeric_limits<Number>::max() ? "" : fmt::format(" to {}", high);
  return fail(ErrorCode::kInvalidArgument,
              fmt::format("`{} {}`: expected a whole number from {}{}", flag, text, low, to));
}

}  // namespace hanse::cli
