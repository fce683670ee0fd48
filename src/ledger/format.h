// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace hanse::ledger {

// The line format of a segment: `<64 hex digits> <canonical JSON>\n`.
constexpr size_t kHashDigits = 64;
std::string zero_hash();
std::string format_line(const Head& before, const std::string& kind, const std::string& time,
                        const Json& body, Head& after);

struct Line {
  uint64_t seq = 0;
  std::string prev, hash, time, kind;
  Json body;
};
// kCorrupt says what is wrong. `text` is without its newline.
Result<Line> parse_line(std::string_view text);

// Names of all segments, in order; some may be missing in between.
Result<std::vector<std::string>> segment_names(const std::string& folder);
// Segment paths in order. kCorrupt when a number is missing in between.
Result<std::vector<std::string>> segments(const std::string& folder);
// A segment to be read line by line. kIo when it cannot be: never taken for an empty one.
Result<std::ifstream> open_segment(const std::string& path);

// The head that the writers note beside the segments: never ahead of them, but when entries are
// removed. None when it is not there or no head.
constexpr const char* kHeadFile = "head";
std::optional<Head> noted_head(const std::string& folder);
std::string segment_name(size_t number);
std::string segment_path(const std::string& folder, size_t number);

}  // namespace hanse::ledger
