// SPDX-License-Identifier: Apache-2.0
#include "base/markup.h"
#include "contract/formats/exporting.h"
#include "contract/formats/exports.h"
#include "contract/formats/page.h"

namespace hanse::contract {
namespace {

// `text` as Markdown (CommonMark and GitHub's tables) that shows just it, on one line.
std::string markdown(std::string_view text) {
  const std::string line = one_line(text);
  std::string out;
  bool only_digits = true;  // so far: `1.` at the beginning would start a list
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool begins = i == 0 && (c == '-' || c == '+' || c == '=' || c == '>' || c == ' ');
    const bool numbers = only_digits && i > 0 && (c == '.' || c == ')') &&
                         (i + 1 == line.size() || line[i + 1] == ' ');
    only_digits = only_digits && c >= '0' && c <= '9';
    if (begins || numbers ||
        std::string_view("\\`*_[]<>|~&#!$").find(c) != std::string_view::npos) {
      if (c == ' ') continue;
      out += '\\';
    }
    out += c;
  }
  return out;
}

// What HTML calls an error: C1 controls and the code points that are no characters.
std::string without_errors(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](size_t at) {
      return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u;
    };
    const unsigned first = byte(i), second = byte(i + 1), third = byte(i + 2);
    const bool control = first == 0xC2 && second < 0xA0;
    const bool none = first == 0xEF && ((second == 0xB7 && third >= 0x90 && third <= 0xAF) ||
                                        (second == 0xBF && third >= 0xBE));
    const bool plane_end =
        first >= 0xF0 && (second & 0x0F) == 0x0F && third == 0xBF && byte(i + 3) >= 0xBE;
    if (!control && !none && !plane_end) {
      out += text[i];
      continue;
    }
    out += ' ';
    i += control ? 1 : none ? 2 : 3;
  }
  return out;
}

std::string html(std::string_view text) {
  std::string out;
  for (const char c : without_errors(text)) {
    const auto byte = static_cast<unsigned char>(c);
    const std::string_view entity = markup_entity(c);
    if (!entity.empty())
      out += entity;
    else if (c == '\n')
      out += "<br>";
    else if (byte < 0x20 || byte == 0x7F)
      out += ' ';
    else
      out += c;
  }
  return out;
}

std::string html_row(const std::vector<std::string>& cells, std::string_view tag) {
  std::string out = "<tr>";
  for (const std::string& cell : cells) out += fmt::format("<{}>{}</{}>", tag, html(cell), tag);
  return out + "</tr>\n";
}

// No script, no style from elsewhere, no picture: whatever a description holds, nothing is loaded.
constexpr std::string_view kHead =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<style>\nbody{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;"
    "padding:0 1rem}\ntable{border-collapse:collapse;width:100%;margin:1rem 0}\n"
    "th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}\nth{background:#f2f2f2}\n</style>\n";

}  // namespace

Result<std::string> export_markdown(const spec::DataContract& contract, Losses&) {
  std::string out;
  for (const PageSection& section : page_of(contract)) {
    out +=
        fmt::format("{}{} {}\n", out.empty() ? "" : "\n",
                    std::string(static_cast<size_t>(section.level), '#'), markdown(section.title));
    for (const std::string& paragraph : section.paragraphs)
      out += "\n" + markdown(paragraph) + "\n";
    for (const PageTable& table : section.tables) {
      const auto row = [&](const std::vector<std::string>& cells) {
        out += "|";
        for (const std::string& cell : cells) out += " " + markdown(cell) + " |";
        out += "\n";
      };
      out += "\n";
      row(table.header);
      out += "|";
      for (size_t i = 0; i < table.header.size(); ++i) out += "---|";
      out += "\n";
      for (const auto& cells : table.rows) row(cells);
    }
  }
  return out;
}

Result<std::string> export_html(const spec::DataContract& contract, Losses&) {
  const std::vector<PageSection> page = page_of(contract);
  std::string out(kHead);
  out += fmt::format("<title>{}</title>\n</head>\n<body>\n", html(one_line(page.front().title)));
  for (const PageSection& section : page) {
    out += fmt::format("<h{}>{}</h{}>\n", section.level, html(section.title), section.level);
    for (const std::string& paragraph : section.paragraphs)
      out += "<p>" + html(paragraph) + "</p>\n";
    for (const PageTable& table : section.tables) {
      out += "<table>\n<thead>\n" + html_row(table.header, "th") + "</thead>\n<tbody>\n";
      for (const auto& cells : table.rows) out += html_row(cells, "td");
      out += "</tbody>\n</table>\n";
    }
  }
  return out + "</body>\n</html>\n";
}

}  // namespace hanse::contract
