// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace hanse {

// The offset of the first byte that is not valid UTF-8 (RFC 3629), or npos.
size_t first_invalid_utf8(std::string_view text);
// Lowercases ASCII letters only: identifiers compare without regard to ASCII case.
std::string ascii_lower(std::string_view text);
bool equal_ignoring_case(std::string_view left, std::string_view right);
std::string_view trim(std::string_view text);
// `name` as a SQL identifier: in double quotes with inner ones doubled.
std::string quote_identifier(std::string_view name);
// `text` as a SQL string literal in single quotes with inner ones doubled.
std::string quote_literal(std::string_view text);

}  // namespace hanse
