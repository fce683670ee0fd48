// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "spec/scaffold.h"

// Any bytes as a file to format: refused, or formatted to what formatting leaves as it is.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto formatted = hanse::spec::format_yaml("f.yaml", text);
  if (!formatted) return 0;
  const auto again = hanse::spec::format_yaml("f.yaml", *formatted);
  if (!again || *again != *formatted) std::abort();
  return 0;
}
