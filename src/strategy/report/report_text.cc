// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "base/terminal_text.h"
#include "base/utf8.h"
#include "strategy/report/report.h"

namespace hanse::strategy {
namespace {

// Line ends are spaces, and no byte moves the reader's terminal.
std::string one_line(std::string_view text) {
  std::string out(text);
  std::ranges::replace(out, '\n', ' ');
  return printable(out);
}

// Where the run of backticks that stands at `begin` ends.
size_t run_end(std::string_view text, size_t begin) {
  return std::min(text.find_first_not_of('`', begin), text.size());
}

// Behind the code span that begins at `begin`; or there, when nothing closes it.
size_t code_end(std::string_view text, size_t begin) {
  const size_t length = run_end(text, begin) - begin;
  for (size_t at = text.find('`', begin + length); at != std::string_view::npos;) {
    const size_t end = run_end(text, at);
    if (end - at == length) return end;
    at = text.find('`', end);
  }
  return begin;
}

// A sentence with names from files in it: `code` stays, tags, links and line ends do not work.
std::string markdown_line(std::string_view text) {
  const std::string line = one_line(text);
  std::string out;
  for (size_t at = 0; at < line.size();) {
    const size_t end = line[at] == '`' ? code_end(line, at) : at;
    if (end > at) {
      out += line.substr(at, end - at);
      at = end;
      continue;
    }
    if (line[at] == '`') {  // nothing closes the run: none of it opens anything
      for (const size_t last = run_end(line, at); at < last; ++at) out += "\\`";
      continue;
    }
    if (std::string_view("<[\\").find(line[at]) != std::string_view::npos) out += '\\';
    out += line[at++];
  }
  return out;
}

std::string markdown_cell(std::string_view text) {
  std::string out;
  for (const char c : markdown_line(text)) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string figure_line(const Figure& figure) {
  return fmt::format("{}: {} ({}: {})", figure.label, figure_text(figure),
                     figure.value ? basis_name(figure.basis) : "missing", figure.source);
}

std::string_view word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kGood: return "Go on";
    case Verdict::kCaution: return "Take care";
    case Verdict::kStop: return "Stop";
  }
  return {};
}

// The same of a text of several lines: none of them is a heading, a quote or a rule.
std::string markdown_lines(std::string_view text) {
  std::string out;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = markdown_line(trim(text.substr(at, end - at)));
    if (!line.empty() && std::string_view("#>=-~|").find(line[0]) != std::string_view::npos)
      out += '\\';
    out += line + (end < text.size() ? "\n" : "");
    at = end + 1;
  }
  return out;
}

// A task list of GitHub's keeps its box.
std::string markdown_item(const std::string& item) {
  const size_t box = item.starts_with("[ ] ") || item.starts_with("[x] ") ? 4 : 0;
  return item.substr(0, box) + markdown_line(std::string_view(item).substr(box));
}

class Markdown {
 public:
  void operator()(const Paragraph& paragraph) { out += markdown_lines(paragraph.text) + "\n\n"; }
  void operator()(const Callout& callout) {
    out += fmt::format("> **{}.** {}\n\n", word_of(callout.verdict),
                       markdown_line(callout.text));
  }
  void operator()(const ReportList& list) {
    for (size_t i = 0; i < list.items.size(); ++i)
      out += fmt::format("{} {}\n", list.is_numbered ? fmt::format("{}.", i + 1) : "*",
                         markdown_item(list.items[i]));
    out += "\n";
  }
  void operator()(const FigureRow& row) {
    for (const Figure& figure : row.figures)
      out += fmt::format("* {}\n", markdown_line(figure_line(figure)));
    out += "\n";
  }
  void operator()(const ReportTable& table) {
    out += fmt::format("**{}**\n\n|", markdown_line(table.caption));
    for (const ReportColumn& column : table.columns)
      out += fmt::format(" {} |", markdown_cell(column.name));
    out += "\n|";
    for (const ReportColumn& column : table.columns) out += column.is_number ? " ---: |" : "---|";
    out += "\n";
    for (const auto& row : table.rows) {
      out += "|";
      for (const std::string& cell : row) out += fmt::format(" {} |", markdown_cell(cell));
      out += "\n";
    }
    out += "\n";
  }
  void operator()(const ReportChart& chart) {
    out += fmt::format("*{}: {}*\n\n", markdown_line(chart.caption), markdown_line(chart.label));
  }

  std::string out;
};

constexpr size_t kCellWidthMax = 48;
constexpr size_t kRowsShownMax = 20;  // of a table; CSV and the other forms have all

std::string fitted(const std::string& text) {
  if (display_width(text) <= kCellWidthMax) return text;
  std::string out = text;
  while (display_width(out) > kCellWidthMax - 1) {
    size_t at = out.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(out[at]) & 0xC0) == 0x80) --at;
    out.resize(at);
  }
  return out + "…";
}

class Text {
 public:
  void operator()(const Paragraph& paragraph) { out += printable_lines(paragraph.text) + "\n"; }
  void operator()(const Callout& callout) {
    out += fmt::format("{}: {}\n", word_of(callout.verdict), one_line(callout.text));
  }
  void operator()(const ReportList& list) {
    for (size_t i = 0; i < list.items.size(); ++i)
      out += fmt::format("  {} {}\n", list.is_numbered ? fmt::format("{}.", i + 1) : "-",
                         one_line(list.items[i]));
  }
  void operator()(const FigureRow& row) {
    for (const Figure& figure : row.figures)
      out += fmt::format("  {}\n", one_line(figure_line(figure)));
  }
  void operator()(const ReportChart&) {}
  void operator()(const ReportTable& table);

  std::string out;
};

void Text::operator()(const ReportTable& table) {
  if (table.is_detail) return;
  std::vector<std::vector<std::string>> rows(1);
  for (const ReportColumn& column : table.columns) rows[0].push_back(fitted(one_line(column.name)));
  for (const auto& row : table.rows) {
    if (rows.size() > kRowsShownMax) break;
    auto& cells = rows.emplace_back();
    for (const std::string& cell : row) cells.push_back(fitted(one_line(cell)));
    cells.resize(table.columns.size());
  }
  std::vector<size_t> widths(table.columns.size());
  for (const auto& row : rows)
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  out += one_line(table.caption) + "\n";
  for (const auto& row : rows) {
    std::string line = " ";
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string pad(widths[i] - display_width(row[i]), ' ');
      line += (i == 0 ? " " : "  ") + (table.columns[i].is_number ? pad + row[i] : row[i] + pad);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  if (table.rows.size() > kRowsShownMax)
    out += fmt::format("  … {} more\n", table.rows.size() - kRowsShownMax);
}

}  // namespace

std::string report_markdown(const Report& report) {
  Markdown markdown;
  markdown.out = fmt::format("# {}\n\nMade {} by `hanse {}`. This result rests on: {}.\n\n",
                             markdown_line(report.heading()), report.made_at,
                             one_line(report.made_by()),
                             shares_text(shares_of(report.rests_on)));
  for (const ReportSection& section : report.sections) {
    markdown.out += fmt::format("## {}\n\n", markdown_line(section.title));
    for (const ReportBlock& block : section.blocks) std::visit(markdown, block);
  }
  while (markdown.out.ends_with("\n\n")) markdown.out.pop_back();
  return std::move(markdown.out);
}

std::string report_text(const Report& report) {
  Text text;
  text.out = fmt::format("{}\nrests on: {}\n", one_line(report.heading()),
                         shares_text(shares_of(report.rests_on)));
  for (const ReportSection& section : report.sections) {
    text.out += fmt::format("\n{}\n", one_line(section.title));
    for (const ReportBlock& block : section.blocks) std::visit(text, block);
  }
  return std::move(text.out);
}

}  // namespace hanse::strategy
