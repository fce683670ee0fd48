// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace hanse::source {

// A contract's date or time format (JDK DateTimeFormatter, as ODCS has it) for the engine's
// strptime. Known: yyyy uuuu yy M MM MMM MMMM d dd D DDD E EEE EEEE H HH h hh m mm s ss SSS SSSSSS
// SSSSSSSSS a, X XX XXX Z x xx xxx for offsets, text in single quotes and punctuation. Anything
// else is kUnsupported: it is never guessed. Thread-safe.
struct ParseFormat {
  std::string strptime;
  std::string zulu;  // the same for text that ends its offset in `Z`; empty when it cannot
  bool has_offset = false;
};
Result<ParseFormat> parse_format_of(std::string_view pattern);

}  // namespace hanse::source
