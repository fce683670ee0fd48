// SPDX-License-Identifier: Apache-2.0
// Pages of Parquet files are unpacked by the system's libzstd: its loop takes two thirds to three
// quarters of the time that the one built into the engine takes, and most of a point query is
// spent there. The linker sends the engine's calls here (`--wrap`, see CMakeLists.txt). What is
// unpacked is the same; sizes and errors mean the same in both.
#include <zstd.h>

#include <cstddef>

// duckdb_zstd::ZSTD_decompress(void*, size_t, const void*, size_t)
extern "C" size_t __wrap__ZN11duckdb_zstd15ZSTD_decompressEPvmPKvm(void* to, size_t capacity,
                                                                    const void* from,
                                                                    size_t bytes) {
  return ZSTD_decompress(to, capacity, from, bytes);
}
