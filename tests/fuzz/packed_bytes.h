// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/digest.h"
#include "base/files.h"
#include "source/unpack.h"

// Bytes as a packed file in memory, and a folder for what is unpacked from it.
struct PackedBytes {
  PackedBytes(const uint8_t* data, size_t size) {
    static const Folder kFolder;
    scratch = kFolder.path;
    descriptor = memfd_create("packed", MFD_CLOEXEC);
    if (descriptor < 0 || write(descriptor, data, size) != static_cast<ssize_t>(size)) std::abort();
    limits.entries_max = 4;
    limits.bytes_max = 64 * 1024;
    limits.ratio_from = 4 * 1024;
    limits.ratio_max = 20;
  }
  ~PackedBytes() { close(descriptor); }

  hanse::source::Packed packed() const {
    return {"/proc/self/fd/" + std::to_string(descriptor), "f"};
  }
  // One file that was unpacked: where it may be, and no longer than is allowed. It goes.
  size_t take(const std::string& path) const {
    const auto content = hanse::read_file(path, limits.bytes_max);
    if (!path.starts_with(scratch + "/") || !content) std::abort();
    if (!hanse::remove_tree(path)) std::abort();
    return content->size();
  }
  // Nothing is left behind.
  void check_empty() const {
    if (!std::filesystem::is_empty(scratch)) std::abort();
  }

  std::string scratch;
  hanse::source::UnpackLimits limits;

 private:
  struct Folder {
    Folder() { std::filesystem::create_directory(path); }
    ~Folder() { (void)hanse::remove_tree(path); }
    std::string path =
        std::filesystem::temp_directory_path() / ("hanse-fuzz-" + hanse::random_hex(6));
  };
  int descriptor = -1;
};
