// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/json.h"
#include "strategy/figure.h"

namespace hanse::strategy {

// A report of a strategy tool: one model, seen as HTML, JSON, Markdown, text and CSV. Plain data;
// equal reports give equal bytes.

struct Paragraph {
  std::string text;
};
struct ReportList {
  std::vector<std::string> items;
  bool is_numbered = false;
};
// Big numbers beside each other, each with what it rests on.
struct FigureRow {
  std::vector<Figure> figures;
};
struct ReportColumn {
  std::string name;                   // of the column, as people and CSV read it
  bool is_number = false;             // aligned to the right
};
struct ReportTable {
  std::string id;                     // unique in the report: the name of its CSV file
  std::string caption;
  std::vector<ReportColumn> columns;
  std::vector<std::vector<std::string>> rows;  // each as long as `columns`
  bool is_detail = false;             // the numbers of charts: not in the text for a terminal
};
struct ReportChart {
  std::string id, caption;
  std::string label;                  // what it shows, for who does not see it: one sentence
  Json option;                        // of ECharts; made by charts.h
  int height_px = 320;
  std::string table;                  // id of the table with the same numbers; empty: none needed
};
// A word of its own about the whole: what follows, and whether to go on.
enum class Verdict { kGood, kCaution, kStop };
struct Callout {
  Verdict verdict = Verdict::kCaution;
  std::string text;
};
using ReportBlock =
    std::variant<Paragraph, ReportList, FigureRow, ReportTable, ReportChart, Callout>;

struct ReportSection {
  std::string title;
  std::vector<ReportBlock> blocks;
};
struct Report {
  std::string tool;                   // roi: names its files
  std::string title, subject;         // "Value of the mesh", "shop"
  std::string made_at;                // an instant, as format_time writes it
  std::vector<Figure> rests_on;       // what its shares are counted over
  std::vector<ReportSection> sections;
  Json data;                          // the result for programs: what JSON has besides
  std::string command;                // that made it, when it is not the tool: "select stream"

  std::string heading() const {       // "Value of the mesh: shop"
    return subject.empty() ? title : title + ": " + subject;
  }
  const std::string& made_by() const { return command.empty() ? tool : command; }
};

// One file that needs nothing else: styles, charts and their library are in it, and its policy
// (CSP) allows no request. HTML of HTML 5; the chart library is ECharts, drawn as SVG.
std::string report_html(const Report& report);
// {"format_version":1,"report":…,"made_at":…,"shares":{…},"rests_on":[…],…the members of `data`}
Json report_json(const Report& report);
std::string report_markdown(const Report& report);  // charts by their label and table
// For a terminal: charts are left out, long cells are cut, of long tables 20 rows are shown.
std::string report_text(const Report& report);
// Name and content of one CSV (RFC 4180) a table: `<tool>-<table>.csv`, and `<tool>-figures.csv`.
std::vector<std::pair<std::string, std::string>> report_csv(const Report& report);

// Every figure of every section, in order, each id once.
std::vector<Figure> figures_of(const Report& report);

}  // namespace hanse::strategy
