// SPDX-License-Identifier: Apache-2.0
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/fault.h"
#include "base/files.h"

namespace hanse {
namespace {

constexpr int kFolderDepthMax = 200;  // each level holds one descriptor open

// Every step names its entry by the descriptor of its folder: a folder that somebody swaps for a
// link in between cannot lead the removal elsewhere.
class Remover {
 public:
  explicit Remover(const std::string& path) : path_(path) {}

  Status remove(int folder, const char* name, int depth) const {
    if (!unlink_entry(folder, name, 0)) return {};
    if (errno != EISDIR && errno != EPERM) return failed(errno);
    if (depth > kFolderDepthMax)
      return fail(ErrorCode::kLimitExceeded,
                  fmt::format("cannot remove `{}`: its folders are nested deeper than {} levels",
                              path_, kFolderDepthMax));
    const int inner =
        openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (inner < 0) return errno == ENOENT ? Status() : failed(errno);
    HANSE_TRY_STATUS(remove_content(inner, depth));
    return unlink_entry(folder, name, AT_REMOVEDIR) ? failed(errno) : Status();
  }

 private:
  // True with errno set when it failed; an absent entry is what we want.
  static bool unlink_entry(int folder, const char* name, int flags) {
    if (fault_at("unlink")) {
      errno = EIO;
      return true;
    }
    return unlinkat(folder, name, flags) != 0 && errno != ENOENT;
  }

  // Takes over the descriptor.
  Status remove_content(int descriptor, int depth) const {
    DIR* stream = fdopendir(descriptor);
    if (stream == nullptr) {
      const int code = errno;
      close(descriptor);
      return failed(code);
    }
    Status status;
    while (status) {
      errno = 0;
      const dirent* entry = readdir(stream);
      if (entry == nullptr) {
        if (errno != 0) status = failed(errno);
        break;
      }
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") status = remove(dirfd(stream), entry->d_name, depth + 1);
    }
    closedir(stream);
    return status;
  }

  std::unexpected<Error> failed(int code) const {
    return fail(ErrorCode::kIo, fmt::format("cannot remove `{}`: {}", path_, std::strerror(code)));
  }

  const std::string& path_;
};

}  // namespace

Status remove_tree(const std::string& path) {
  std::string bare = path;  // `link/` would name the folder behind the link
  while (bare.size() > 1 && bare.back() == '/') bare.pop_back();
  struct stat info {};
  if (lstat(bare.c_str(), &info) != 0 && (errno == ENOENT || errno == ENOTDIR)) return {};
  return Remover(path).remove(AT_FDCWD, bare.c_str(), 0);
}

}  // namespace hanse
