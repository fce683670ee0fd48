// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <fmt/format.h>

#include "base/embedded.h"
#include "base/markup.h"
#include "base/terminal_text.h"
#include "base/utf8.h"
#include "strategy/report/report.h"

namespace hanse::strategy {
namespace {

constexpr std::string_view kStyles = "src/strategy/report/report.css";
constexpr std::string_view kCharts = "build/web/report.js";
// Nothing is fetched, ever: a report opened years later on a plane is the same.
constexpr std::string_view kSecurity =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'";

// JSON inside a <script>: no `<` that could end it.
std::string script_json(const Json& value) {
  std::string out;
  for (const char c : value.dump()) {
    if (c == '<') out += "\\u003c";
    else out += c;
  }
  return out;
}

std::string_view class_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kGood: return "good";
    case Verdict::kCaution: return "caution";
    case Verdict::kStop: return "stop";
  }
  return {};
}

// Names from files, as text and no markup, in the order in which they are written.
std::string safe(std::string_view text) { return escape_markup(printable_lines(text)); }

class Page {
 public:
  void operator()(const Paragraph& paragraph) {
    out += fmt::format("<p>{}</p>\n", safe(paragraph.text));
  }
  void operator()(const Callout& callout) {
    out += fmt::format("<p class=\"callout {}\" role=\"note\">{}</p>\n",
                       class_of(callout.verdict), safe(callout.text));
  }
  void operator()(const ReportList& list) {
    const char* tag = list.is_numbered ? "ol" : "ul";
    out += fmt::format("<{}>\n", tag);
    for (const std::string& item : list.items)
      out += fmt::format("<li>{}</li>\n", safe(item));
    out += fmt::format("</{}>\n", tag);
  }
  void operator()(const FigureRow& row) {
    out += "<ul class=\"figures\">\n";
    for (const Figure& figure : row.figures)
      out += fmt::format("<li class=\"{0}\">{1}<strong>{2}</strong><span class=\"basis\">{0}: "
                         "{3}</span></li>\n",
                         figure.value ? basis_name(figure.basis) : "missing",
                         safe(figure.label), safe(figure_text(figure)),
                         safe(figure.source));
    out += "</ul>\n";
  }
  void operator()(const ReportTable& table);
  void operator()(const ReportChart& chart) {
    out += fmt::format("<figure class=\"chart\" id=\"{}\">\n<figcaption>{}</figcaption>\n"
                       "<div class=\"plot\" style=\"height: {}px\" data-label=\"{}\"></div>\n"
                       "<script type=\"application/json\">{}</script>\n</figure>\n",
                       safe(chart.id), safe(chart.caption), chart.height_px,
                       safe(chart.label), script_json(chart.option));
  }

  std::string out;
};

void Page::operator()(const ReportTable& table) {
  // Reached by the keyboard, since it may be wider than the page and then scrolls.
  out += fmt::format("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">"
                     "<table id=\"table-{1}\"><caption>{0}</caption>\n<thead><tr>",
                     safe(table.caption), safe(table.id));
  for (const ReportColumn& column : table.columns)
    out += fmt::format("<th scope=\"col\"{}>{}</th>", column.is_number ? " class=\"number\"" : "",
                       safe(column.name));
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (size_t i = 0; i < row.size() && i < table.columns.size(); ++i)
      out += fmt::format("<td{}>{}</td>", table.columns[i].is_number ? " class=\"number\"" : "",
                         safe(row[i]));
    out += "</tr>\n";
  }
  out += "</tbody></table></div>\n";
}

std::string shares_bar(const Shares& shares) {
  const auto part = [](const char* name, double share) {
    return share <= 0 ? std::string()
                      : fmt::format("<span class=\"{}\" style=\"width: {:.1f}%\"></span>", name,
                                    share * 100);
  };
  return fmt::format("<div class=\"shares\" role=\"img\" aria-label=\"{0}\">{1}{2}{3}</div>\n"
                     "<p>This result rests on: {0}.</p>\n",
                     shares_text(shares), part("measured", shares.measured),
                     part("stated", shares.stated), part("claimed", shares.claimed));
}

}  // namespace

std::string report_html(const Report& report) {
  Page page;
  const std::string title = safe(report.heading());
  page.out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n"
      "<a class=\"skip\" href=\"#content\">Skip to the report</a>\n<main id=\"content\">\n"
      "<h1>{}</h1>\n<p class=\"made\">Made {} by <code>hanse {}</code>.</p>\n{}",
      kSecurity, title, embedded_file(kStyles), title,
      safe(report.made_at), safe(report.made_by()),
      shares_bar(shares_of(report.rests_on)));
  for (const ReportSection& section : report.sections) {
    page.out += fmt::format("<section>\n<h2>{}</h2>\n", safe(section.title));
    for (const ReportBlock& block : section.blocks) std::visit(page, block);
    page.out += "</section>\n";
  }
  page.out += "</main>\n<script>\n";
  page.out += embedded_file(kCharts);
  page.out += "</script>\n</body>\n</html>\n";
  return std::move(page.out);
}

}  // namespace hanse::strategy
