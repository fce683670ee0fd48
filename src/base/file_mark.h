// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"

namespace hanse {

// What tells that a file is still the one it was. Functions are thread-safe; they follow no link,
// and fail with kNotFound when nothing is there, with kCorrupt when it is no regular file.
struct FileMark {
  // Told without reading: size, inode, times of the content and of the file's record. The system
  // moves the last one at each change, and lets nobody set it. Another one says nothing: a copy of
  // the file has it.
  std::string stamp;
  std::string digest;  // BLAKE2b-256 of its bytes, as hex
  bool operator==(const FileMark&) const = default;
};
Result<std::string> stamp_of(const std::string& path);
// Reads the whole file; kConflict when it changes meanwhile.
Result<FileMark> mark_of(const std::string& path);

}  // namespace hanse
