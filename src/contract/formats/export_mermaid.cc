// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/utf8.h"
#include "contract/formats/exporting.h"
#include "contract/formats/exports.h"
#include "contract/formats/relationships.h"

namespace hanse::contract {
namespace {

// Text between double quotes. `%%{` would begin a directive and `#` a code, wherever they stand.
std::string quoted(std::string_view text) {
  std::string out;
  for (const char c : one_line(text)) {
    if (c == '"')
      out += "#quot;";
    else if (c == '#')
      out += "#35;";
    else if (c == '<')
      out += "#lt;";
    else if (c == '>')
      out += "#gt;";
    else if (c == '%')
      out += "#37;";
    else if (c == '\\' || c == '`')
      out += '\'';
    else
      out += c;
  }
  return "\"" + out + "\"";
}

// Words of the diagram's language: an entity of one of them gets another id.
constexpr std::array<std::string_view, 20> kWords = {
    "class",    "classdef",   "style",     "end", "direction", "subgraph", "title",
    "acctitle", "accdescr",   "erdiagram", "one", "only",      "many",     "zero",
    "to",       "optionally", "u",         "tb",  "lr",        "default"};

class Diagram {
 public:
  Diagram(const spec::DataContract& contract, Losses& losses)
      : contract_(contract), index_(contract), losses_(losses) {}

  std::string all() {
    NameMaker names;
    for (const spec::SchemaObject& table : contract_.schema) {
      const bool is_word = std::ranges::find(kWords, ascii_lower(table.name)) != kWords.end();
      ids_.emplace(table.name, names.make(is_word ? "t_" + table.name : table.name));
    }
    std::string out = "erDiagram\n", lines;
    for (const spec::SchemaObject& table : contract_.schema) {
      const std::vector<ForeignKey> keys = foreign_keys(index_, table, losses_);
      out += entity(table, keys);
      for (const ForeignKey& key : keys) lines += relation(table, key);
    }
    return out + lines;
  }

 private:
  std::string relation(const spec::SchemaObject& table, const ForeignKey& key) const {
    std::string label;
    for (const std::string& column : key.from) label += (label.empty() ? "" : ", ") + column;
    return fmt::format("    {} }}o--|| {} : {}\n", ids_.at(table.name), ids_.at(key.table),
                       quoted(label));
  }

  std::string entity(const spec::SchemaObject& table, const std::vector<ForeignKey>& keys) {
    const std::string& id = ids_.at(table.name);
    std::string out = "    " + id;
    if (id != table.name) out += "[" + quoted(table.name) + "]";
    if (table.properties.empty()) return out + "\n";
    out += " {\n";
    std::set<std::string> foreign;
    for (const ForeignKey& key : keys) foreign.insert(key.from.begin(), key.from.end());
    NameMaker names;
    for (const spec::Property& column : table.properties) {
      const std::string place = table.name + "." + column.name;
      const std::string name = names.make(column.name);
      if (name != column.name)
        losses_.add(place, "name", fmt::format("written as `{}`", name), column.span);
      std::string marks;
      if (column.primary_key) marks = "PK";
      if (foreign.contains(column.name)) marks += marks.empty() ? "FK" : ", FK";
      if (column.unique) marks += marks.empty() ? "UK" : ", UK";
      out += fmt::format("        {} {}", spec::to_string(column.logical_type), name);
      if (!marks.empty()) out += " " + marks;
      if (!column.description.empty()) out += " " + quoted(column.description);
      out += "\n";
    }
    return out + "    }\n";
  }

  const spec::DataContract& contract_;
  const ColumnIndex index_;
  Losses& losses_;
  std::map<std::string, std::string> ids_;
};

}  // namespace

Result<std::string> export_mermaid(const spec::DataContract& contract, Losses& losses) {
  return Diagram(contract, losses).all();
}

}  // namespace hanse::contract
