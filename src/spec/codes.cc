// SPDX-License-Identifier: Apache-2.0
#include "spec/codes.h"

#include <vector>

#include "base/utf8.h"
#include "spec/code_parts.h"

namespace hanse::spec {

std::span<const CodeEntry> code_table() {
  static const std::vector<CodeEntry> kTable = [] {
    std::vector<CodeEntry> table;
    for (const auto part :
         {decoding_codes(), standard_codes(), validation_codes(), policy_codes(),
          lifecycle_codes(), transform_codes(), contract_codes(), formats_codes(),
          product_check_codes(), run_codes(), incident_codes(), strategy_codes(),
          programme_codes()})
      table.insert(table.end(), part.begin(), part.end());
    return table;
  }();
  return kTable;
}

const CodeEntry* find_code(std::string_view code) {
  for (const CodeEntry& entry : code_table())
    if (equal_ignoring_case(entry.code, code)) return &entry;
  return nullptr;
}

}  // namespace hanse::spec
