// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/diagnostics.h"
#include "spec/document.h"

namespace hanse::spec {

// A contract file by itself: decoded, and held against the rules that look at a contract alone.
// Where it lies in the folder of a mesh, its columns take what that glossary says of their
// concepts, and those that look like one and are not bound are told (HNS-V071 to V075). `known` is
// false when nothing can be said of its content.
struct LoneContract {
  DataContract contract;
  Diagnostics diagnostics;             // sorted
  bool known = false;
};

// `variables` null: `${NAME}` stays as it is. Whatever is wrong, an unreadable file included
// (HNS-S010, HNS-S018), is in the diagnostics. Thread-safe.
LoneContract read_lone_contract(const std::string& path, const Variables* variables);

}  // namespace hanse::spec
