// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/decoder.h"

namespace hanse::strategy {

// What the files of `hanse change` are checked for alike. Private to src/strategy/change.

struct ChangeName {
  const std::string& name;
  const Span& span;
  std::string_view what;  // "team"
  const std::vector<std::string_view>& all;
};
void check_known(spec::Decoder& decoder, const ChangeName& name);  // HNS-G060
void check_new(spec::Decoder& decoder, const ChangeName& name);    // HNS-G063
// HNS-G064: a number without who stated it, and when.
void report_unstated(spec::Decoder& decoder, const Span& span, std::string_view what);

}  // namespace hanse::strategy
