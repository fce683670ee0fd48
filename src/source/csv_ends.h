// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace hanse::source {

// Bytes that may be read behind a text in which ends are looked for.
constexpr size_t kCsvSlack = 8;

// The places of all delimiters and line feeds in CSV of the plainest form: no quote or zero byte.
// Nothing for a text that has one. `ends` has room for `size` places.
struct CsvEnds {
  size_t count = 0;
  bool is_ascii = true;
  bool has_returns = false;  // carriage returns, somewhere
};
std::optional<CsvEnds> find_csv_ends(const char* text, size_t size, char delimiter, uint32_t* ends);

}  // namespace hanse::source
