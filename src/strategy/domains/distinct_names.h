// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "spec/names.h"

namespace hanse::strategy {

// Ids that are made of what people call things: each once, whatever its case, `-` or `_`.
class DistinctNames {
 public:
  // `spelled`: ids that are there already. One that differs from them by no more than that is the
  // same thing, and is written as they are.
  explicit DistinctNames(const std::vector<std::string>& spelled = {},
                         size_t bytes_max = spec::kIdBytesMax);
  // From now on it is taken.
  void reserve(std::string_view name);
  bool has(std::string_view name) const;
  // `wanted`, cut to its limit, else the first free of `wanted_2`, `wanted_3`, …
  std::string take(std::string_view wanted);

 private:
  std::map<std::string, std::string> spelled_;  // by its folded id
  std::set<std::string> taken_;                 // folded
  size_t bytes_max_;
};

}  // namespace hanse::strategy
