// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
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

// A file that was found, held open. Between the look at its path and the opening by the engine,
// links and folders on the way could become others; its own name cannot.
struct OpenSourceFile {
  std::string path;                    // of the descriptor: opens this very file
  std::shared_ptr<const void> open;
};
// kDenied when another file than the one found, or none, is at the path now. `path`: as stated.
Result<OpenSourceFile> open_source_file(const SourceFileName& file, const std::string& path);

}  // namespace hanse::source
