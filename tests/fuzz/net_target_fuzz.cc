// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "net/http_message.h"

// Any bytes as a request target: a path or a refusal; decoding never makes it longer.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto target = hanse::net::split_target({reinterpret_cast<const char*>(data), size});
  if (target && target->first.size() + target->second.size() > size + 1) std::abort();
  return 0;
}
