// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "base/json.h"

// Any bytes: JSON is read or refused, and what is read prints as a text that reads and prints
// alike; what has no key twice is read as any other.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto read = hanse::Json::parse({reinterpret_cast<const char*>(data), size});
  const auto unique = hanse::Json::parse_unique({reinterpret_cast<const char*>(data), size});
  if (unique && (!read || unique->dump_canonical() != read->dump_canonical())) std::abort();
  if (!read) return 0;
  for (const std::string& text : {read->dump(), read->dump_pretty(), read->dump_canonical()}) {
    const auto again = hanse::Json::parse(text);
    if (!again || again->dump_canonical() != read->dump_canonical()) std::abort();
  }
  return 0;
}
