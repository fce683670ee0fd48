// SPDX-License-Identifier: Apache-2.0
#include "ledger/format.h"

// Any bytes as a line of the ledger: a line or an error, as when the disk lies.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  (void)hanse::ledger::parse_line({reinterpret_cast<const char*>(data), size});
  return 0;
}
