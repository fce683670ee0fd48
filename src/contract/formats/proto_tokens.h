// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"

namespace hanse::contract {

// A word of a .proto file. `comment`: the lines of comments that stand right before it.
struct ProtoToken {
  enum class Kind { kWord, kNumber, kText, kSymbol, kEnd };
  Kind kind = Kind::kEnd;
  std::string text, comment;
  Span span;
};
// An end token last. HNS-C080 for what is never closed. Time linear in the text.
std::vector<ProtoToken> proto_tokens(const std::shared_ptr<const SourceFile>& source,
                                     Diagnostics& diagnostics);

}  // namespace hanse::contract
