// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/diagnostics.h"
#include "spec/document.h"

namespace hanse::spec {

// A contract file that stands outside any mesh: decoded, and held against the rules that look at a
// contract alone. `known` is false when nothing can be said of its content.
struct LoneContract {
  DataContract contract;
  Diagnostics diagnostics;             // sorted
  bool known = false;
};

// `variables` null: `${NAME}` stays as it is. Whatever is wrong, an unreadable file included
// (HNS-S010, HNS-S018), is in the diagnostics. Thread-safe.
LoneContract read_lone_contract(const std::string& path, const Variables* variables);

}  // namespace hanse::spec
