// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hanse::engine {

// Functions of a text that an engine may have (BuilderOptions): its value when it is written in the
// most usual form, else NULL, whatever else it may be. They take a fifth of the time of a cast and
// a look at how the text is written.
inline constexpr std::string_view kPlainWhole = "hanse_whole";    // BIGINT
inline constexpr std::string_view kPlainDay = "hanse_day";        // DATE
inline constexpr std::string_view kPlainNumber = "hanse_number";  // DOUBLE
// The number of characters of any text, as `length` gives it: BIGINT.
inline constexpr std::string_view kPlainLength = "hanse_length";

// Of a text in UTF-8.
std::optional<int64_t> plain_length(std::string_view text);
// At most 18 digits, which may have a minus before them.
std::optional<int64_t> plain_whole(std::string_view text);
// `2026-01-31`, of the years 0001 to 9999: days since 1970-01-01.
std::optional<int32_t> plain_day(std::string_view text);
// At most 15 digits, a point after one of them that is not the last, a minus before them: then the
// digits and the power of ten are exact, and their quotient is the nearest there is.
std::optional<double> plain_number(std::string_view text);

}  // namespace hanse::engine
