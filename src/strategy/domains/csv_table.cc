// SPDX-License-Identifier: Apache-2.0
#include "strategy/domains/csv_table.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/utf8.h"
#include "base/words.h"
#include "spec/scalar.h"

namespace hanse::strategy {
namespace {

using spec::Node;

constexpr std::string_view kMark = "\xEF\xBB\xBF";

struct Cell {
  std::string text;
  Span span;
};
struct Row {
  std::vector<Cell> cells;
  Span span;
};

// Splits text into rows; each cell knows its place.
class CsvReader {
 public:
  CsvReader(std::shared_ptr<const SourceFile> file, Diagnostics& diagnostics)
      : file_(std::move(file)), text_(file_->text()), diagnostics_(diagnostics) {
    if (text_.starts_with(kMark)) at_ = kMark.size();
    skip_line_ends();
    separator_ = separator_of(text_.substr(at_, text_.find_first_of("\r\n", at_) - at_));
  }
  char separator() const { return separator_; }

  // None at the end of the text.
  std::optional<Row> next() {
    skip_line_ends();
    if (at_ >= text_.size()) return std::nullopt;
    Row row;
    const size_t begin = at_;
    for (bool more = true; more;) {
      row.cells.push_back(cell());
      more = at_ < text_.size() && text_[at_] == separator_;
      if (more) ++at_;
    }
    row.span = span(begin, at_);
    return row;
  }
  Span span(size_t from, size_t to) const {
    return {file_, static_cast<uint32_t>(from), static_cast<uint32_t>(to - from)};
  }

 private:
  void skip_line_ends() {
    while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
  }
  static char separator_of(std::string_view line) {
    char best = ',';
    int64_t most = 0;
    for (const char each : {',', ';', '\t'})
      if (const auto count = std::count(line.begin(), line.end(), each); count > most) {
        most = count;
        best = each;
      }
    return best;
  }
  bool ends_cell(size_t at) const {
    return at >= text_.size() || text_[at] == separator_ || text_[at] == '\n' || text_[at] == '\r';
  }
  Cell cell() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    const size_t begin = at_;
    if (at_ < text_.size() && text_[at_] == '"') return quoted(begin);
    while (!ends_cell(at_)) ++at_;
    const std::string_view inner = trim(text_.substr(begin, at_ - begin));
    return {std::string(inner), span(begin, begin + inner.size())};
  }
  Cell quoted(size_t begin) {
    std::string out;
    ++at_;
    for (;;) {
      if (at_ >= text_.size()) {
        diagnostics_.error("HNS-G010", span(begin, begin + 1), "the quote is never closed",
                           "end the cell with `\"`; a quote within it is written twice");
        return {std::move(out), span(begin, at_)};
      }
      if (text_[at_] != '"') {
        out += text_[at_++];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        out += '"';
        at_ += 2;
      } else {
        break;
      }
    }
    ++at_;
    const size_t end = at_;
    while (!ends_cell(at_)) ++at_;
    if (!trim(text_.substr(end, at_ - end)).empty())
      diagnostics_.error("HNS-G010", span(end, at_), "text after the end of a quoted cell",
                         "a quote within a cell is written twice");
    return {std::move(out), span(begin, end)};
  }

  std::shared_ptr<const SourceFile> file_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  size_t at_ = 0;
  char separator_ = ',';
};

Node scalar(Node::Kind kind, std::string text, Span span) {
  Node node;
  node.kind = kind;
  node.text = std::move(text);
  node.span = std::move(span);
  return node;
}

Node list_of(const Cell& cell) {
  Node node = scalar(Node::Kind::kList, {}, cell.span);
  std::string_view rest = cell.text;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find_first_of(";|"), rest.size());
    if (const auto item = trim(rest.substr(0, end)); !item.empty())
      node.items.push_back(scalar(Node::Kind::kString, std::string(item), cell.span));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return node;
}

Node node_of(const Cell& cell, CsvCell kind) {
  if (kind == CsvCell::kList) return list_of(cell);
  if (kind == CsvCell::kText) return scalar(Node::Kind::kString, cell.text, cell.span);
  return scalar(spec::kind_of_plain(cell.text), cell.text, cell.span);
}

// `works_with`, `Works With` and `worksWith` alike.
std::string folded_column(std::string_view name) {
  std::string out;
  for (const char c : ascii_lower(name))
    if (c != ' ' && c != '_' && c != '-') out += c;
  return out;
}

// For each cell of the header its column, or none.
std::vector<const CsvColumn*> columns_of(const Row& header, const CsvShape& shape,
                                         Diagnostics& diagnostics) {
  std::vector<const CsvColumn*> out;
  std::vector<std::string_view> names;
  for (const CsvColumn& column : shape.columns) names.push_back(column.name);
  for (const Cell& cell : header.cells) {
    const auto found =
        std::find_if(shape.columns.begin(), shape.columns.end(), [&](const CsvColumn& column) {
          return folded_column(column.name) == folded_column(cell.text);
        });
    const CsvColumn* column = found == shape.columns.end() ? nullptr : &*found;
    if (column == nullptr && !shape.ignores_unknown) {
      const std::string_view near = nearest(cell.text, names);
      diagnostics.error(
          "HNS-G011", cell.span, fmt::format("{} has no column `{}`", shape.what, cell.text),
          near.empty() ? fmt::format("expected of: {}", joined({names.begin(), names.end()}))
                       : fmt::format("did you mean `{}`?", near));
    }
    if (column != nullptr && std::find(out.begin(), out.end(), column) != out.end()) {
      diagnostics.error("HNS-G011", cell.span,
                        fmt::format("the column `{}` is there twice", column->name));
      column = nullptr;
    }
    out.push_back(column);
  }
  return out;
}

}  // namespace

CsvHeader read_csv_header(std::shared_ptr<const SourceFile> file, const CsvShape& shape,
                          Diagnostics& diagnostics) {
  CsvReader reader(std::move(file), diagnostics);
  const auto header = reader.next();
  return {header ? columns_of(*header, shape, diagnostics) : std::vector<const CsvColumn*>(),
          reader.separator()};
}

Node read_csv_table(std::shared_ptr<const SourceFile> file, const CsvShape& shape,
                    Diagnostics& diagnostics) {
  CsvReader reader(file, diagnostics);
  Node table = scalar(Node::Kind::kList, {}, {file, 0, 0});
  const auto header = reader.next();
  if (!header) {
    diagnostics.error("HNS-G012", {file, 0, 0}, "the table is empty, expected a line with columns");
    return table;
  }
  const auto columns = columns_of(*header, shape, diagnostics);
  if (std::all_of(columns.begin(), columns.end(), [](const auto* each) { return !each; })) {
    diagnostics.error("HNS-G012", header->span,
                      fmt::format("the first line names no column of {}", shape.what));
    return table;
  }
  while (const auto row = reader.next()) {
    if (table.items.size() >= kCsvRowsMax) {
      diagnostics.error("HNS-G010", row->span,
                        fmt::format("the table has more than {} rows", kCsvRowsMax));
      break;
    }
    if (row->cells.size() != columns.size()) {
      diagnostics.error("HNS-G010", row->span,
                        fmt::format("the row has {} cells, expected {} as in the first line",
                                    row->cells.size(), columns.size()),
                        "put a cell that has a comma in it between quotes");
      continue;
    }
    Node node = scalar(Node::Kind::kMap, {}, row->span);
    for (size_t i = 0; i < columns.size(); ++i)
      if (columns[i] != nullptr && !row->cells[i].text.empty())
        node.entries.push_back({std::string(columns[i]->name), row->cells[i].span,
                                node_of(row->cells[i], columns[i]->cell)});
    if (!node.entries.empty()) table.items.push_back(std::move(node));
  }
  return table;
}

}  // namespace hanse::strategy
