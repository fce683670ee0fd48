// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hanse::engine {

// The rows of files in the engine's own format, for the engine that made it: the table kCopiedTable
// of the catalog `name()`, read only. Its file has no name any more: nobody else opens or changes
// it, and it goes with the process. End the statements that read it before it goes.
class NativeCopy {
 public:
  virtual ~NativeCopy() = default;
  virtual const std::string& name() const = 0;  // never one that a statement can guess
  virtual int64_t rows() const = 0;
  virtual int64_t bytes() const = 0;  // on disk
};
struct CopyOrder {
  std::vector<std::string> files;  // Parquet, absolute
  std::string folder;              // absolute, private; the engine may read it
  int64_t bytes_max = 0;           // on disk: kLimitExceeded where more is needed
};
inline constexpr const char* kCopiedTable = "rows";

}  // namespace hanse::engine
