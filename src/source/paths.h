// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "source/reader.h"

namespace hanse::source {

constexpr size_t kSourceFilesMax = 10'000;

struct SourceFileName {
  std::string resolved;  // all links resolved
  std::string stated;    // as found, before links: its ending tells the compression
};

// The files a server's `path` means, sorted: one file, or with `*` in the last part all that match.
// Every one must resolve into a root, outside the state folder, to a regular file, else kDenied;
// none is kNotFound. A link that leaves denies the whole, rather than being passed over.
Result<std::vector<SourceFileName>> find_source_files(const std::string& path,
                                                      const SourceRoots& roots);

}  // namespace hanse::source
