// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/ascii.h"
#include "base/utf8.h"
#include "strategy/domains/csv_table.h"
#include "strategy/domains/distinct_names.h"
#include "strategy/domains/import_rows.h"

namespace hanse::strategy {
namespace {

using spec::Node;

constexpr CsvColumn kApqc[] = {{"hierarchyId"}, {"hierarchy"},   {"number"},    {"name"},
                               {"processName"}, {"description"}, {"definition"}};
constexpr CsvColumn kBian[] = {{"businessArea"}, {"businessDomain"}, {"serviceDomain"},
                               {"description"},  {"definition"},     {"roleDefinition"}};
constexpr CsvColumn kBizbok[] = {
    {"level1"},           {"level2"},      {"level3"},         {"level4"}, {"level5"},
    {"level6"},           {"capability"},  {"capabilityName"}, {"name"},   {"parent"},
    {"parentCapability"}, {"description"}, {"definition"}};
constexpr std::array<std::string_view, 6> kLevels = {"level1", "level2", "level3",
                                                     "level4", "level5", "level6"};

// The first of several columns that has a cell.
const Node* cell_of(const Node& row, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    if (const Node* cell = row.find(name)) return cell;
  return nullptr;
}
std::string text_of(const Node& row, std::initializer_list<std::string_view> names) {
  const Node* cell = cell_of(row, names);
  return cell == nullptr ? std::string() : cell->text;
}

std::string slug_of(std::string_view name) {
  std::string out;
  for (const char c : ascii_lower(name)) {
    if (is_alphanumeric(c))
      out += c;
    else if (!out.empty() && out.back() != '_')
      out += '_';
  }
  while (out.ends_with('_')) out.pop_back();
  return out.empty() ? "capability" : out;
}

class CapabilityMap {
 public:
  explicit CapabilityMap(InventoryImport& out) : out_(out) {
    out_.tables.push_back({"capabilities.csv", {}});
  }

  // Under `key` (a number, or the path of names); its parent was added before, or is empty.
  // A key that is there already stays what it was.
  void add(const std::string& key, const std::string& parent, const std::string& name,
           const std::string& number, const std::string& description) {
    if (ids_.contains(key)) return;
    std::string id = slug_of(name);
    if (taken_.has(id)) id += "_" + slug_of(number.empty() ? std::to_string(ids_.size()) : number);
    ids_[key] = id = taken_.take(id);
    out_.tables[0].rows.push_back({{"id", id},
                                   {"name", name},
                                   {"parent", parent.empty() ? "" : ids_[parent]},
                                   {"number", number},
                                   {"description", description}});
  }
  bool has(const std::string& key) const { return ids_.contains(key); }
  void error(const Span& span, std::string message, std::string help) {
    out_.diagnostics.error("HNS-G018", span, std::move(message), std::move(help));
  }

 private:
  InventoryImport& out_;
  std::map<std::string, std::string> ids_;
  DistinctNames taken_{{}, SIZE_MAX};
};

// 1.0 is 1: levels of a number, without a trailing zero. Nothing when it is none.
std::vector<std::string> levels_of(std::string_view number) {
  std::vector<std::string> out;
  while (!number.empty()) {
    const size_t end = std::min(number.find('.'), number.size());
    if (!all_digits(number.substr(0, end))) return {};
    out.emplace_back(number.substr(0, end));
    if (end + 1 == number.size()) return {};
    number.remove_prefix(std::min(end + 1, number.size()));
  }
  if (out.size() == 2 && out[1] == "0") out.pop_back();
  return out;
}
std::string key_of(const std::vector<std::string>& levels, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ".") + levels[i];
  return out;
}

void read_apqc(const Node& rows, CapabilityMap& map) {
  for (const Node& row : rows.items) {
    const Node* number = cell_of(row, {"hierarchyId", "hierarchy", "number"});
    const Node* name = cell_of(row, {"name", "processName"});
    const auto levels = number == nullptr ? std::vector<std::string>() : levels_of(number->text);
    if (levels.empty()) {
      map.error(number == nullptr ? row.span : number->span,
                number == nullptr ? "the row has no number of the hierarchy"
                                  : fmt::format("`{}` is no number of the hierarchy", number->text),
                "expected 1.0, 1.1, 1.1.1, …");
      continue;
    }
    if (name == nullptr) {
      map.error(row.span, "the row has no name", "");
      continue;
    }
    const std::string key = key_of(levels, levels.size());
    const std::string parent = key_of(levels, levels.size() - 1);
    if (map.has(key)) {
      map.error(number->span, fmt::format("a second row has the number `{}`", number->text), "");
    } else if (!parent.empty() && !map.has(parent)) {
      map.error(number->span,
                fmt::format("`{}` has nothing above it: there is no `{}`", number->text,
                            levels.size() == 2 ? parent + ".0" : parent),
                "a row stands after the one that it belongs under");
    } else {
      map.add(key, parent, name->text, number->text, text_of(row, {"description", "definition"}));
    }
  }
}

// A name a level, the last of them being the row's own.
void add_path(const std::vector<std::string>& names, const std::string& description,
              CapabilityMap& map) {
  std::string key;
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string parent = key;
    key += (i == 0 ? "" : "\n") + names[i];
    map.add(key, parent, names[i], "", i + 1 == names.size() ? description : "");
  }
}

void read_bian(const Node& rows, CapabilityMap& map) {
  for (const Node& row : rows.items) {
    std::vector<std::string> names;
    for (const std::string_view level : {"businessArea", "businessDomain", "serviceDomain"})
      if (const Node* cell = row.find(level))
        names.push_back(cell->text);
      else
        break;
    if (names.size() < 3)
      map.error(row.span, "the row lacks its business area, business domain or service domain",
                "each row names a service domain and both above it");
    else
      add_path(names, text_of(row, {"description", "definition", "roleDefinition"}), map);
  }
}

// A spreadsheet with a column a level states what is above once, or in each row.
void read_levels(const Node& rows, CapabilityMap& map) {
  std::vector<std::string> path;
  for (const Node& row : rows.items) {
    size_t first = kLevels.size(), last = 0;
    for (size_t i = 0; i < kLevels.size(); ++i)
      if (row.find(kLevels[i]) != nullptr) {
        first = std::min(first, i);
        last = i;
      }
    if (first == kLevels.size() || first > path.size()) {
      map.error(row.span, "the row has no level above it",
                "`Level 2` follows a `Level 1`, in its row or in one before");
      continue;
    }
    path.resize(first);
    bool is_whole = true;
    for (size_t i = first; i <= last; ++i) {
      const Node* cell = row.find(kLevels[i]);
      is_whole = is_whole && cell != nullptr;
      if (is_whole) path.push_back(cell->text);
    }
    if (is_whole)
      add_path(path, text_of(row, {"description", "definition"}), map);
    else
      map.error(row.span, "a level between two others is empty", "");
  }
}

void read_bizbok(const Node& rows, CapabilityMap& map) {
  const bool has_levels = std::ranges::any_of(
      rows.items, [](const Node& row) { return row.find("level1") != nullptr; });
  if (has_levels) return read_levels(rows, map);
  for (const Node& row : rows.items) {
    const Node* name = cell_of(row, {"capability", "capabilityName", "name"});
    const Node* parent = cell_of(row, {"parent", "parentCapability"});
    if (name == nullptr)
      map.error(row.span, "the row names no capability", "");
    else if (map.has(name->text))
      map.error(name->span, fmt::format("a second row names `{}`", name->text), "");
    else if (parent != nullptr && !map.has(parent->text))
      map.error(parent->span, fmt::format("`{}` is not in a row before", parent->text),
                "a row stands after the one that it belongs under");
    else
      map.add(name->text, parent == nullptr ? "" : parent->text, name->text, "",
              text_of(row, {"description", "definition"}));
  }
}

}  // namespace

InventoryImport import_capability_map(MapShape shape, std::shared_ptr<const SourceFile> file) {
  InventoryImport out;
  CapabilityMap map(out);
  const auto rows = [&](std::string_view what, std::span<const CsvColumn> columns) {
    return read_csv_table(file, {what, columns, true}, out.diagnostics);
  };
  switch (shape) {
    case MapShape::kApqc:
      read_apqc(rows("a process of APQC's framework", kApqc), map);
      break;
    case MapShape::kBian:
      read_bian(rows("a service domain of BIAN", kBian), map);
      break;
    case MapShape::kBizbok:
      read_bizbok(rows("a capability", kBizbok), map);
      break;
  }
  out.diagnostics.sort();
  return out;
}

}  // namespace hanse::strategy
