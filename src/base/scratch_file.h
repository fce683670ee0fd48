// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace hanse {

// A file without a name, for its owner alone, that is gone with the object and with the process.
// kIo. One thread at a time while it is filled; reading is thread-safe.
class ScratchFile {
 public:
  ScratchFile() = default;  // not open
  // `folder` is made when it is not there.
  static Result<ScratchFile> make(const std::string& folder);
  ScratchFile(ScratchFile&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), bytes_(other.bytes_) {}
  ScratchFile& operator=(ScratchFile&& other) noexcept;
  ~ScratchFile();

  bool is_open() const { return descriptor_ >= 0; }
  Status append(std::string_view bytes);
  // At most `bytes` of them from there on; fewer only at the end.
  Result<std::string> read(uint64_t from, size_t bytes) const;

 private:
  int descriptor_ = -1;
  uint64_t bytes_ = 0;
};

}  // namespace hanse
