// SPDX-License-Identifier: Apache-2.0
#include "strategy/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/utf8.h"
#include "strategy/csv.h"

namespace hanse::strategy {
namespace {

constexpr std::string_view kFolder = "strategy/";
constexpr const char* kFile = "file";  // the column that tells files of one folder apart

std::string text_of(const Json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return std::string(value.as_string());
  const auto& items = value.items();
  const bool is_words = value.is_array() && std::ranges::all_of(items, [](const Json& item) {
                          return !item.is_array() && !item.is_object();
                        });
  if (!is_words) return value.dump();
  std::string out;
  for (const Json& item : items) out += (out.empty() ? "" : ", ") + text_of(item);
  return out;
}

size_t column_at(StrategyTable& table, const std::string& name) {
  const auto found = std::ranges::find(table.columns, name);
  if (found == table.columns.end()) table.columns.push_back(name);
  return static_cast<size_t>(std::ranges::find(table.columns, name) - table.columns.begin());
}

void add_row(StrategyTable& table, const Json& item, const std::string& file) {
  std::vector<std::string> row;
  const auto put = [&](const std::string& name, std::string text) {
    const size_t at = column_at(table, name);
    row.resize(std::max(row.size(), at + 1));
    row[at] = std::move(text);
  };
  if (!file.empty()) put(kFile, file);
  for (const auto& [name, value] : item.members()) put(table_id(name), text_of(value));
  table.rows.push_back(std::move(row));
}

// `strategy/kept/a.yaml`: ("kept", "a"); `strategy/a.yaml`: ("a", "").
std::pair<std::string, std::string> place_of(const spec::StrategyDocument& document) {
  const std::string_view rest = std::string_view(document.path).substr(kFolder.size());
  const size_t slash = rest.find('/');
  if (slash == rest.npos) return {document.stem, ""};
  return {std::string(rest.substr(0, slash)), document.stem};
}

}  // namespace

std::string table_id(std::string_view text) {
  std::string out;
  bool was_lower = false;
  for (const char c : text) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_upper && was_lower) out += '_';
    out += is_upper ? static_cast<char>(c - 'A' + 'a') : is_plain ? c : '_';
    was_lower = is_plain;
  }
  return out.empty() || (out[0] >= '0' && out[0] <= '9') ? "t" + out : out;
}

std::vector<StrategyTable> tables_of(const std::vector<spec::StrategyDocument>& documents) {
  std::map<std::string, StrategyTable> all;
  for (const spec::StrategyDocument& document : documents) {
    const auto [stem, file] = place_of(document);
    for (const auto& [list, value] : document.value.members())
      for (const Json& item : value.items()) {
        if (!item.is_object()) continue;
        const std::string name = table_id(stem + "_" + list);
        StrategyTable& table = all[name];
        table.name = name;
        const std::string source = fmt::format(
            "{} of {}{}", list, kFolder, file.empty() ? stem + ".yaml" : stem + "/");
        if (std::ranges::find(table.sources, source) == table.sources.end())
          table.sources.push_back(source);
        add_row(table, item, file);
      }
  }
  std::vector<StrategyTable> out;
  for (auto& [name, table] : all) {
    for (auto& row : table.rows) row.resize(table.columns.size());
    out.push_back(std::move(table));
  }
  return out;
}

std::string table_csv(const StrategyTable& table) {
  std::string out;
  const auto add = [&](const std::vector<std::string>& cells) {
    std::vector<std::string> quoted;
    for (const std::string& cell : cells) quoted.push_back(csv_cell(cell, Formulas::kKept));
    append_csv_row(out, quoted);
  };
  add(table.columns);
  for (const auto& row : table.rows) add(row);
  return out;
}

}  // namespace hanse::strategy
