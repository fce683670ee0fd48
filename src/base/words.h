// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hanse {

// "a, b, c". Nothing stands before the first word that is not empty.
std::string joined(const std::vector<std::string>& words, std::string_view separator = ", ");
// A cell of a Markdown table: one line, in which nothing ends the cell.
std::string markdown_cell(std::string_view text);

}  // namespace hanse
