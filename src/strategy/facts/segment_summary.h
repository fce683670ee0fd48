// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "strategy/facts/segment_facts.h"

namespace hanse::strategy {

// What a closed segment says, as a file: little-endian, with a version of the format, the stamp of
// the segment that it was made from (base/file_mark.h), and a keyed digest over all of it. It is
// derived and never trusted beyond that: of another version, stamp or key, or changed by a bit, it
// is kCorrupt, and who reads it counts the segment again.

struct SummarySeal {
  std::string stamp;  // of the segment
  std::string key;    // secret of the mesh's state
};
std::string encode_summary(const SegmentFacts& facts, const SummarySeal& seal);
// Without `decisions` and `lists`.
Result<SegmentFacts> decode_summary(std::string_view bytes, const SummarySeal& seal);

// Only names, `decisions` and `lists`.
std::string encode_decisions(const SegmentFacts& facts, const SummarySeal& seal);
Result<SegmentFacts> decode_decisions(std::string_view bytes, const SummarySeal& seal);

}  // namespace hanse::strategy
