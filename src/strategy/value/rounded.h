// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <charconv>
#include <string>

#include "base/json.h"

namespace hanse::strategy {

// To twelve significant digits: what the last bits of a machine's exp and log cannot change.
inline double rounded(double value) {
  const std::string text = fmt::format("{:.12g}", value);
  double out = value;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}
template <typename Values>
Json rounded_list(const Values& values) {
  Json list = Json::array();
  for (const double value : values) list.push(rounded(value));
  return list;
}

}  // namespace hanse::strategy
