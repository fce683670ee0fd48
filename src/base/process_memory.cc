// SPDX-License-Identifier: Apache-2.0
#include "base/process_memory.h"

#include <unistd.h>

#include <cstdio>

namespace hanse {

int64_t resident_bytes() {
  static const int64_t page_bytes = sysconf(_SC_PAGESIZE);
  std::FILE* file = std::fopen("/proc/self/statm", "re");
  if (file == nullptr) return 0;
  long total = 0, resident = 0;
  const int read = std::fscanf(file, "%ld %ld", &total, &resident);
  std::fclose(file);
  return read == 2 ? resident * page_bytes : 0;
}

}  // namespace hanse
