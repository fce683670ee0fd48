// SPDX-License-Identifier: Apache-2.0
#include "contract/stated_type.h"

#include <algorithm>

#include "base/utf8.h"
#include "engine/types.h"

namespace hanse::contract {
namespace {

using spec::LogicalType;
using spec::Property;

constexpr int kDepthMax = 8;  // source/nested.h reads no deeper

// The place of the bracket that closes the one at `open`; quoted names are passed over.
size_t closing(std::string_view text, size_t open) {
  int depth = 0;
  bool quoted = false;
  for (size_t i = open; i < text.size(); ++i) {
    if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted && text[i] == '(')
      ++depth;
    else if (!quoted && text[i] == ')' && --depth == 0)
      return i;
  }
  return std::string_view::npos;
}

// What stands between commas that no bracket or quote encloses.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> out;
  int depth = 0;
  bool quoted = false;
  size_t from = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (text[i] == ',' && depth == 0 && !quoted)) {
      out.push_back(trim(text.substr(from, i - from)));
      from = i + 1;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && (text[i] == '(' || text[i] == ')')) {
      depth += text[i] == '(' ? 1 : -1;
    }
  }
  return out;
}

std::optional<Property> scalar(std::string_view type) {
  Property out;
  out.logical_type_stated = true;
  const size_t open = type.find('(');
  const std::string name(type.substr(0, open));
  for (const engine::TypeRow& row : engine::type_table()) {
    const std::string_view engine_name = row.engine.substr(0, row.engine.find('{'));
    if (engine_name != name || !row.lossy.empty()) continue;
    const auto logical = spec::logical_type_of(row.logical);
    if (!logical || *logical == LogicalType::kVector) continue;
    out.logical_type = *logical;
    out.physical_type = row.physical;
    if (open != std::string_view::npos) out.physical_type += ascii_lower(type.substr(open));
    return out;
  }
  return std::nullopt;
}

std::optional<Property> parse(std::string_view type, int depth) {
  type = trim(type);
  if (depth > kDepthMax || type.empty()) return std::nullopt;
  Property out;
  out.logical_type_stated = true;
  if (type.ends_with("]")) {
    const size_t open = type.rfind('[');
    if (open == std::string_view::npos || open + 2 != type.size()) return std::nullopt;
    auto item = parse(type.substr(0, open), depth + 1);
    if (!item) return std::nullopt;
    out.logical_type = LogicalType::kArray;
    out.items.push_back(std::move(*item));
    return out;
  }
  const size_t open = type.find('(');
  const bool is_struct = type.starts_with("STRUCT("), is_map = type.starts_with("MAP(");
  if (!is_struct && !is_map) return scalar(type);
  if (closing(type, open) != type.size() - 1) return std::nullopt;
  const auto parts = parts_of(type.substr(open + 1, type.size() - open - 2));
  if (is_map) {
    if (parts.size() != 2) return std::nullopt;
    auto key = parse(parts[0], depth + 1), value = parse(parts[1], depth + 1);
    if (!key || !value) return std::nullopt;
    out.logical_type = LogicalType::kMap;
    out.map_key.push_back(std::move(*key));
    out.map_value.push_back(std::move(*value));
    return out;
  }
  out.logical_type = LogicalType::kObject;
  for (std::string_view part : parts) {
    std::string name;
    if (part.starts_with('"')) {
      size_t i = 1;
      for (; i < part.size(); ++i) {
        if (part[i] == '"' && (i + 1 == part.size() || part[i + 1] != '"')) break;
        if (part[i] == '"') ++i;
        name += part[i];
      }
      part.remove_prefix(std::min(i + 1, part.size()));
    } else {
      const size_t blank = std::min(part.find(' '), part.size());
      name = part.substr(0, blank);
      part.remove_prefix(blank);
    }
    auto field = parse(part, depth + 1);
    if (!field || name.empty()) return std::nullopt;
    field->name = std::move(name);
    out.properties.push_back(std::move(*field));
  }
  return out;
}

}  // namespace

std::optional<Property> property_of_engine_type(std::string_view type) { return parse(type, 0); }

}  // namespace hanse::contract
