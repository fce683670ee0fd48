// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace hanse::source {

constexpr size_t kCsvHeaderBytesMax = 1u << 20;

// The names in the first record of a CSV file (RFC 4180), so that nothing has to be detected. They
// are the columns' names to the engine: one that is empty or stands before (without regard to case)
// gets a name that no column of a contract can have. kDataError: the record does not end within
// kCsvHeaderBytesMax or is no UTF-8; kIo.
Result<std::vector<std::string>> read_csv_header(const std::string& path, char delimiter);
// The same of text that begins as the file does. Pure.
Result<std::vector<std::string>> parse_csv_header(std::string_view text, char delimiter);

}  // namespace hanse::source
