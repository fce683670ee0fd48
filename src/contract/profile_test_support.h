// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "contract/infer_pattern.h"
#include "contract/infer_types.h"
#include "contract/profile.h"

namespace hanse::contract {

// A profile of text as the engine would count it, from values that the test states; "" is missing.
// Candidates of types count as reading everything: the engine's part is not in these tests.
inline ColumnProfile column_of(std::string name, const std::vector<std::string>& values) {
  ColumnProfile out;
  out.name = std::move(name);
  out.rows = static_cast<int64_t>(values.size());
  out.distinct_is_exact = true;
  out.length_min = 1'000'000;
  std::map<std::string, int64_t> counts;
  std::vector<std::string_view> present;
  for (const std::string& value : values) {
    out.sample.push_back(value.empty() ? std::optional<std::string>() : value);
    if (value.empty()) continue;
    present.push_back(value);
    ++counts[value];
    out.length_min = std::min(out.length_min, static_cast<int64_t>(value.size()));
    out.length_max = std::max(out.length_max, static_cast<int64_t>(value.size()));
  }
  out.present = static_cast<int64_t>(present.size());
  out.distinct = static_cast<int64_t>(counts.size());
  if (out.distinct <= kFrequentMax)
    for (const auto& [value, count] : counts) out.frequent.push_back({value, count});
  std::ranges::stable_sort(out.frequent,
                           [](const auto& l, const auto& r) { return l.count > r.count; });
  out.types = type_candidates(out);
  for (TypeCandidate& type : out.types) {
    type.minimum = counts.empty() ? "" : counts.begin()->first;
    type.maximum = counts.empty() ? "" : counts.rbegin()->first;
  }
  if (out.types.front().property.logical_type == spec::LogicalType::kString)
    out.patterns = pattern_candidates(present);
  return out;
}

inline TableProfile table_of(std::string name, std::vector<ColumnProfile> columns) {
  TableProfile out;
  out.name = std::move(name);
  out.columns = std::move(columns);
  out.rows = out.columns.empty() ? 0 : out.columns[0].rows;
  out.sampled = out.rows;
  for (size_t i = 0; i < out.columns.size(); ++i) {
    ShapeNode node;
    node.column = i;
    out.shape.push_back(std::move(node));
  }
  return out;
}

template <typename Make>
std::vector<std::string> values_by(size_t count, Make make) {
  std::vector<std::string> out;
  for (size_t i = 0; i < count; ++i) out.push_back(make(i));
  return out;
}

}  // namespace hanse::contract
