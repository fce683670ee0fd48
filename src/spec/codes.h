// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace hanse::spec {

// The table of every diagnostic code of the program (HNS-S decoding, HNS-V validation, HNS-P
// policy, HNS-L life cycle, HNS-G strategy, HNS-T transforms, HNS-C contracts against data).
// `hanse explain` and the page docs/reference/errors.md are made from it.
struct CodeEntry {
  std::string_view code;
  std::string_view title;     // one line
  std::string_view rule;      // what must hold, and why
  std::string_view wrong;     // a smallest example that breaks it
  std::string_view right;     // the same, mended
};
std::span<const CodeEntry> code_table();
const CodeEntry* find_code(std::string_view code);  // without regard to case; null when unknown

}  // namespace hanse::spec
