// SPDX-License-Identifier: Apache-2.0
#include "packed_bytes.h"
#include "source/archive.h"

// Any bytes as a ZIP archive: unpacked within the limits, under names of ours, or refused, and then
// nothing is left behind.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const PackedBytes bytes(data, size);
  const auto files = hanse::source::unpack_zip(bytes.packed(), ".csv", bytes.scratch, bytes.limits);
  if (files) {
    if (files->empty() || files->size() > bytes.limits.entries_max) std::abort();
    size_t total = 0;
    for (const std::string& file : *files) total += bytes.take(file);
    if (total > bytes.limits.bytes_max) std::abort();
    const std::string& first = files->front();
    if (!hanse::remove_tree(first.substr(0, first.rfind('/')))) std::abort();
  }
  bytes.check_empty();
  return 0;
}
