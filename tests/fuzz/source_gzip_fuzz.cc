// SPDX-License-Identifier: Apache-2.0
#include "packed_bytes.h"
#include "source/gzip.h"

// Any bytes as a gzip file: unpacked within the limits or refused, and then nothing is left behind.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const PackedBytes bytes(data, size);
  const auto file = hanse::source::unpack_gzip(bytes.packed(), ".csv", bytes.scratch, bytes.limits);
  if (file) (void)bytes.take(*file);
  bytes.check_empty();
  return 0;
}
