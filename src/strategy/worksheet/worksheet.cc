// SPDX-License-Identifier: Apache-2.0
#include "strategy/worksheet/worksheet.h"

#include <algorithm>

#include "base/utf8.h"
#include "spec/write_yaml.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;
using spec::Expect;
using spec::Node;

constexpr std::string_view kHeading[] = {"apiVersion", "kind", "id", "subject", "filledInBy"};

bool is_scalar(const Node& node) {
  return node.kind != Node::Kind::kList && node.kind != Node::Kind::kMap;
}

void unknown(Decoder& decoder, const Node::Entry& entry, std::string message,
             const std::vector<std::string_view>& known) {
  std::string all;
  for (const std::string_view name : known)
    all += fmt::format("{}{}", all.empty() ? "" : ", ", name);
  const std::string_view near = nearest(entry.key, known);
  decoder.error("HNS-G090", entry.key_span, std::move(message),
                near.empty() ? "expected of: " + all : fmt::format("did you mean `{}`?", near));
}

void read_rows(Decoder& decoder, const Node& value, const WorksheetSection& section,
               std::vector<std::vector<std::string>>& out) {
  if (value.kind == Node::Kind::kNull) return;  // not filled in yet
  if (section.columns.empty()) {
    if (!decoder.is(value, Expect::kTexts)) return;
    for (const Node& item : value.items) out.push_back({item.text});
    return;
  }
  if (!decoder.is(value, Expect::kMaps)) return;
  std::vector<std::string_view> known;
  for (const WorksheetColumn& column : section.columns) known.push_back(column.key);
  for (const Node& row : value.items) {
    auto& cells = out.emplace_back(section.columns.size());
    for (const Node::Entry& entry : row.entries) {
      const auto at = std::find(known.begin(), known.end(), entry.key);
      if (at == known.end())
        unknown(decoder, entry, fmt::format("`{}` has no column `{}`", section.key, entry.key),
                known);
      else if (!is_scalar(entry.value))
        decoder.error("HNS-S021", entry.value.span,
                      fmt::format("`{}`: expected a single value, found {}", entry.key,
                                  spec::found_name(entry.value)));
      else if (entry.value.kind != Node::Kind::kNull)
        cells[static_cast<size_t>(at - known.begin())] = entry.value.text;
    }
  }
}

void read_heading(Decoder& decoder, const Node::Entry& entry, Worksheet& sheet) {
  if (entry.key == "filledInBy") {
    if (!decoder.is(entry.value, Expect::kMap)) return;
    for (const Node::Entry& each : entry.value.entries)
      if (each.key == "who")
        sheet.who = each.value.text;
      else if (each.key == "when")
        sheet.when = each.value.text;
      else
        unknown(decoder, each, fmt::format("`filledInBy` has no field `{}`", each.key),
                {"who", "when"});
  } else if (entry.key == "id" || entry.key == "subject") {
    if (decoder.is(entry.value, Expect::kText))
      (entry.key == "id" ? sheet.id : sheet.subject) = entry.value.text;
  }
}

std::string said_by(const Worksheet& sheet) {
  return sheet.when.empty() ? sheet.who : sheet.who + ", " + sheet.when;
}

ReportTable table_of(const WorksheetSection& section,
                     const std::vector<std::vector<std::string>>& rows) {
  ReportTable out{std::string(section.key), std::string(section.title), {}, {}};
  for (const WorksheetColumn& column : section.columns)
    out.columns.push_back({std::string(column.title), false});
  out.rows = rows;
  if (out.rows.empty()) out.rows.emplace_back(section.columns.size());  // to be filled in
  return out;
}

}  // namespace

size_t filled_cells(const Worksheet& sheet) {
  size_t out = 0;
  for (const auto& [key, rows] : sheet.sections)
    for (const auto& row : rows)
      out += static_cast<size_t>(
          std::ranges::count_if(row, [](const auto& cell) { return !cell.empty(); }));
  return out;
}

void decode_sheet(Decoder& decoder, const Node& root, const WorksheetKind& kind, Worksheet& sheet) {
  std::vector<std::string_view> known(std::begin(kHeading), std::end(kHeading));
  for (const WorksheetSection& section : kind.sections) known.push_back(section.key);
  if (root.find("id") == nullptr) decoder.missing("id", "a worksheet", root.span);
  for (const Node::Entry& entry : root.entries) {
    const auto section =
        std::find_if(kind.sections.begin(), kind.sections.end(),
                     [&](const WorksheetSection& each) { return each.key == entry.key; });
    if (section != kind.sections.end())
      read_rows(decoder, entry.value, *section, sheet.sections[entry.key]);
    else if (std::ranges::find(kHeading, entry.key) != std::end(kHeading))
      read_heading(decoder, entry, sheet);
    else
      unknown(decoder, entry,
              fmt::format("a sheet of kind `{}` has no section `{}`", kind.kind, entry.key), known);
  }
}

std::string write_sheet(const WorksheetKind& kind, const Worksheet& sheet) {
  std::string out = fmt::format("# {}: {}.\n", kind.title, kind.text);
  out += fmt::format("apiVersion: hanse/v1\nkind: {}\nid: {}\n", kind.kind,
                     spec::write_yaml_text(sheet.id));
  if (!sheet.subject.empty())
    out += fmt::format("subject: {}\n", spec::write_yaml_text(sheet.subject));
  out += spec::write_yaml(
      Json::object({{"filledInBy", Json::object({{"who", sheet.who}, {"when", sheet.when}})}}));
  for (const WorksheetSection& section : kind.sections) {
    const auto found = sheet.sections.find(section.key);
    Json rows = Json::array();
    if (found != sheet.sections.end())
      for (const auto& cells : found->second) {
        if (section.columns.empty()) {
          rows.push(cells.front());
          continue;
        }
        Json row = Json::object();
        for (size_t i = 0; i < section.columns.size(); ++i)
          row.set(section.columns[i].key, cells[i]);
        rows.push(std::move(row));
      }
    out += fmt::format("\n# {}\n", section.question);
    out += spec::write_yaml(Json::object({{std::string(section.key), std::move(rows)}}));
  }
  return out;
}

Report sheet_report(const WorksheetKind& kind, const Worksheet& sheet, std::string made_at) {
  Report out;
  out.tool = std::string(kind.name);
  out.command = "worksheet " + out.tool;
  if (kind.is_of_domain && !sheet.id.empty()) out.tool += "-" + sheet.id;
  out.title = std::string(kind.title);
  out.subject = sheet.subject;
  out.made_at = std::move(made_at);
  out.rests_on = sheet.rests_on;
  if (out.rests_on.empty())
    out.rests_on.push_back({"cells",
                            "cells filled in",
                            static_cast<double>(filled_cells(sheet)),
                            "",
                            Basis::kStated,
                            sheet.who.empty() ? "`filledInBy` does not say who" : said_by(sheet),
                            {},
                            {},
                            1});
  Json data = Json::object();
  for (const WorksheetSection& section : kind.sections) {
    ReportSection one{std::string(section.title), {}};
    one.blocks.emplace_back(Paragraph{std::string(section.question)});
    const auto found = sheet.sections.find(section.key);
    static const std::vector<std::vector<std::string>> kNone;
    const auto& rows = found == sheet.sections.end() ? kNone : found->second;
    Json list = Json::array();
    if (section.columns.empty()) {
      ReportList items;
      for (const auto& row : rows) {
        items.items.push_back(row.front());
        list.push(row.front());
      }
      if (items.items.empty()) items.items.emplace_back("…");
      one.blocks.emplace_back(std::move(items));
    } else {
      one.blocks.emplace_back(table_of(section, rows));
      for (const auto& row : rows) {
        Json object = Json::object();
        for (size_t i = 0; i < row.size(); ++i) object.set(section.columns[i].key, row[i]);
        list.push(std::move(object));
      }
    }
    data.set(section.key, std::move(list));
    out.sections.push_back(std::move(one));
  }
  out.data =
      Json::object({{"worksheet", kind.name}, {"id", sheet.id}, {"sections", std::move(data)}});
  return out;
}

}  // namespace hanse::strategy
