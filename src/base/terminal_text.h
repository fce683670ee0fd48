// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hanse {

// Foreign text made safe for a terminal or a log line. Control bytes (C0 with tab and line end,
// DEL, C1), invalid UTF-8 and the characters that reorder text (bidirectional controls) become `?`:
// a name from a file can neither colour, move nor forge what we print.
std::string printable(std::string_view text);

// The same line by line: line ends stay. For a page that has foreign texts in it.
std::string printable_lines(std::string_view text);

// The columns that `text` takes on a terminal: 2 for East Asian wide characters and emoji, 0 for
// combining marks and joiners, else 1. An invalid byte counts as 1. Best after `printable`.
size_t display_width(std::string_view text);

// The code points of `text`; an invalid byte counts as one.
size_t code_point_count(std::string_view text);

}  // namespace hanse
