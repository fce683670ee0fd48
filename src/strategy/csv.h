// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace hanse::strategy {

// What becomes of a cell that a spreadsheet would take for a formula (it begins with = + - @): for
// people it is made text by an apostrophe, for programs it stays.
enum class Formulas { kDisarmed, kKept };
std::string csv_cell(std::string_view cell, Formulas formulas);
// A row of RFC 4180: cells that are quoted where they must be, and CRLF.
void append_csv_row(std::string& out, const std::vector<std::string>& quoted_cells);

}  // namespace hanse::strategy
