// SPDX-License-Identifier: Apache-2.0
#include <set>

#include <fmt/format.h>

#include "strategy/csv.h"
#include "strategy/report/report.h"

namespace hanse::strategy {
namespace {

constexpr int kFormatVersion = 1;

std::string text_cell(std::string_view text) { return csv_cell(text, Formulas::kDisarmed); }

// As programs read numbers: no blanks between thousands, the sign of ASCII.
std::string plain_number(std::string text) {
  for (const auto& [from, to] : {std::pair<std::string_view, std::string_view>{"\u202f", ""},
                                 {"\u2212", "-"}})
    for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
      text.replace(at, from.size(), to);
  return text;
}

std::string csv_of(const ReportTable& table) {
  std::string out;
  std::vector<std::string> cells;
  for (const ReportColumn& column : table.columns) cells.push_back(text_cell(column.name));
  append_csv_row(out, cells);
  for (const auto& row : table.rows) {
    cells.clear();
    for (size_t i = 0; i < row.size(); ++i) {
      const bool is_number = i < table.columns.size() && table.columns[i].is_number;
      cells.push_back(is_number ? csv_cell(plain_number(row[i]), Formulas::kKept)
                                : text_cell(row[i]));
    }
    append_csv_row(out, cells);
  }
  return out;
}

std::string csv_of(const std::vector<Figure>& figures) {
  std::string out;
  append_csv_row(out, {"id", "label", "value", "low", "high", "unit", "basis", "source"});
  const auto number = [](const std::optional<double>& value) {
    return value ? fmt::format("{}", *value) : std::string();
  };
  for (const Figure& figure : figures)
    append_csv_row(out, {text_cell(figure.id), text_cell(figure.label), number(figure.value),
                         number(figure.low), number(figure.high), text_cell(figure.unit),
                         std::string(basis_name(figure.basis)), text_cell(figure.source)});
  return out;
}

}  // namespace

std::vector<Figure> figures_of(const Report& report) {
  std::vector<Figure> all;
  std::set<std::string> seen;
  for (const ReportSection& section : report.sections)
    for (const ReportBlock& block : section.blocks)
      if (const auto* row = std::get_if<FigureRow>(&block))
        for (const Figure& figure : row->figures)
          if (seen.insert(figure.id).second) all.push_back(figure);
  return all;
}

Json report_json(const Report& report) {
  const Shares shares = shares_of(report.rests_on);
  const auto list_of = [](const std::vector<Figure>& figures) {
    Json list = Json::array();
    for (const Figure& figure : figures) list.push(to_json(figure));
    return list;
  };
  Json json = Json::object({{"format_version", kFormatVersion},
                            {"report", report.tool},
                            {"title", report.title},
                            {"subject", report.subject},
                            {"made_at", report.made_at},
                            {"shares", Json::object({{"measured", shares.measured},
                                                     {"stated", shares.stated},
                                                     {"claimed", shares.claimed}})},
                            {"rests_on", list_of(report.rests_on)},
                            {"figures", list_of(figures_of(report))}});
  for (const auto& [name, value] : report.data.members()) json.set(name, value);
  return json;
}

std::vector<std::pair<std::string, std::string>> report_csv(const Report& report) {
  std::vector<std::pair<std::string, std::string>> files;
  const std::vector<Figure> figures = figures_of(report);
  if (!figures.empty()) files.emplace_back(report.tool + "-figures.csv", csv_of(figures));
  for (const ReportSection& section : report.sections)
    for (const ReportBlock& block : section.blocks)
      if (const auto* table = std::get_if<ReportTable>(&block))
        files.emplace_back(fmt::format("{}-{}.csv", report.tool, table->id), csv_of(*table));
  return files;
}

}  // namespace hanse::strategy
