// SPDX-License-Identifier: Apache-2.0
#include "cli/views/result_view.h"

#include <unistd.h>

#include "base/terminal_text.h"
#include "cli/terminal.h"
#include "data/encode.h"

namespace hanse::cli::views {
namespace {

constexpr size_t kCellWidthMax = 60;

// On a terminal a long cell is cut; a file or another program gets it whole.
std::string shown(const std::string& text) {
  std::string out = printable(text);
  if (isatty(STDOUT_FILENO) == 0) return out;
  if (display_width(out) <= kCellWidthMax) return out;
  while (display_width(out) > kCellWidthMax - 1) {
    out.pop_back();
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80) out.pop_back();
  }
  return out + "…";
}

void append_row(std::string& out, const std::vector<std::string>& cells,
                const std::vector<size_t>& widths) {
  for (size_t i = 0; i < cells.size(); ++i) {
    out += cells[i];
    if (i + 1 < cells.size()) out.append(widths[i] - display_width(cells[i]) + 2, ' ');
  }
  out += '\n';
}

// What policies tell with the rows, a line each.
std::string warnings_of(const govern::Answer& answer) {
  std::string out;
  for (const govern::TableUse& use : answer.uses)
    for (const policy::Reason& warning : use.warnings)
      out += fmt::format("warning: {}\n", printable(warning.message));
  return out;
}

// Where the data comes from, under the table.
std::string footer(const govern::Answer& answer, int64_t rows, bool more) {
  std::string out = fmt::format("({}{} {})\n", rows, more ? "+" : "", rows == 1 ? "row" : "rows");
  for (const govern::TableUse& use : answer.uses) {
    out += printable(govern::describe(use)) + '\n';
  }
  out += warnings_of(answer);
  return out + fmt::format("decision {}\n", answer.decision_id);
}

}  // namespace

Status write_table(govern::Answer& answered) {
  const auto schema = answered.rows->schema();
  std::vector<std::vector<std::string>> rows(1);
  for (const data::Column& column : schema->columns()) rows[0].push_back(shown(column.name));
  bool more = false;
  while (!more) {
    HANSE_TRY(const data::Chunk chunk, answered.rows->next());
    if (chunk.empty()) break;
    for (int64_t row = 0; row < chunk.rows() && !more; ++row) {
      std::vector<std::string> cells;
      for (size_t column = 0; column < schema->columns().size(); ++column)
        cells.push_back(shown(data::cell_text(*schema, chunk, column, row)));
      rows.push_back(std::move(cells));
      more = static_cast<int64_t>(rows.size()) > kTableRowsMax;
    }
  }
  std::vector<size_t> widths(schema->columns().size());
  for (const auto& row : rows)
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  std::string out;
  append_row(out, rows[0], widths);
  std::vector<std::string> rule;
  for (const size_t width : widths) rule.push_back(std::string(width, '-'));
  append_row(out, rule, widths);
  for (size_t i = 1; i < rows.size(); ++i) append_row(out, rows[i], widths);
  answer(out);
  std::string below = footer(answered, static_cast<int64_t>(rows.size()) - 1, more);
  below.pop_back();
  say(below);
  return {};
}

Status write_json(govern::Answer& answered) {
  const auto schema = answered.rows->schema();
  std::string out = "{\"format_version\":1,\"columns\":";
  data::append_json_columns(*schema, out);
  out += ",\"decision_id\":";
  append_json_string(out, answered.decision_id);
  out += ",\"sources\":" + govern::to_json(answered.uses).dump();
  out += ",\"rows\":[";
  int64_t rows = 0;
  while (true) {
    HANSE_TRY(const data::Chunk chunk, answered.rows->next());
    if (chunk.empty()) break;
    if (rows > 0) out += ',';
    data::append_json_rows(*schema, chunk, out);
    rows += chunk.rows();
    answer(out);
    out.clear();
  }
  answer(out + fmt::format("],\"row_count\":{}}}\n", rows));
  return {};
}

Status write_csv(govern::Answer& answered) {
  const auto schema = answered.rows->schema();
  std::string out;
  data::append_csv_header(*schema, out);
  while (true) {
    HANSE_TRY(const data::Chunk chunk, answered.rows->next());
    if (chunk.empty()) break;
    data::append_csv_rows(*schema, chunk, out);
    answer(out);
    out.clear();
  }
  answer(out);
  return {};
}

void say_warnings(const govern::Answer& answered) {
  std::string lines = warnings_of(answered);
  if (lines.empty()) return;
  lines.pop_back();
  say(lines);
}

}  // namespace hanse::cli::views
