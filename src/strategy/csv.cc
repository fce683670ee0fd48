// SPDX-License-Identifier: Apache-2.0
#include "strategy/csv.h"

namespace hanse::strategy {

std::string csv_cell(std::string_view cell, Formulas formulas) {
  std::string text(cell);
  if (formulas == Formulas::kDisarmed && !text.empty() &&
      std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos)
    text.insert(text.begin(), '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

void append_csv_row(std::string& out, const std::vector<std::string>& quoted_cells) {
  for (size_t i = 0; i < quoted_cells.size(); ++i) {
    if (i != 0) out += ',';
    out += quoted_cells[i];
  }
  out += "\r\n";
}

}  // namespace hanse::strategy
