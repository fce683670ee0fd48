// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hanse {

// Files without surprises: every function says path and reason when it fails (kNotFound, kIo,
// kLimitExceeded; kDenied for what is no regular file). Paths are plain strings in the platform's
// form. Thread-safe.
constexpr uint64_t kSpecificationBytesMax = 4u << 20;  // one specification file

Result<std::string> read_file(const std::string& path, uint64_t bytes_max);
// Writes beside, fsyncs, renames, fsyncs the folder: after a crash the old or the new content.
// kInvalidArgument when something that is no file is there (a folder, a device, a pipe).
Status write_file_atomic(const std::string& path, std::string_view content);
// The same for its owner alone (0600), whatever mode the file had.
Status write_private_file_atomic(const std::string& path, std::string_view content);
// Removes what the two above left in a folder when they were killed. Nobody may be writing there.
Status remove_unfinished(const std::string& folder);
// With its parents. What is new is flushed, so that what is put there later is not lost with it.
Status make_folders(const std::string& path);
// With its parents. A new folder is its owner's alone (0700); one that is there keeps its mode.
Status make_private_folder(const std::string& path);
Status sync_folder(const std::string& path);
Status sync_file(const std::string& path);
Status remove_tree(const std::string& path);  // no error when absent; never follows links
Status rename_path(const std::string& from, const std::string& to);
// Makes an empty file that only its owner may read, or gives one that exists that mode. It is not
// opened then: closing would drop locks on it.
Status make_private_file(const std::string& path);
bool path_exists(const std::string& path);
bool is_regular_file(const std::string& path);  // follows links; false for pipes and devices
bool is_folder(const std::string& path);

struct FolderEntry {
  std::string name;
  bool is_folder = false;
  bool is_link = false;
  bool is_regular = false;
  uint64_t bytes = 0;
  int64_t modified_us = 0;
};
// Sorted by name.
Result<std::vector<FolderEntry>> list_folder(const std::string& path);

// `base` joined with `relative`; an absolute `relative` stands for itself. Lexically normalised.
std::string join_path(std::string_view base, std::string_view relative);
// The real path with all links resolved; kNotFound when a part is missing.
Result<std::string> resolve_path(const std::string& path);
// True when the resolved `path` lies in the resolved `root`.
bool path_is_inside(std::string_view resolved_path, std::string_view resolved_root);

// An advisory lock on a file, held while the object lives. Across processes (flock).
class FileLock {
 public:
  enum class Mode { kExclusive, kShared };
  enum class Wait { kNo, kYes };
  // kConflict when another holds it and `wait` is kNo.
  static Result<FileLock> acquire(const std::string& path, Mode mode, Wait wait);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace hanse
