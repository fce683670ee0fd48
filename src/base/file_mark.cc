// SPDX-License-Identifier: Apache-2.0
#include "base/file_mark.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/descriptor.h"
#include "base/digest.h"

namespace hanse {
namespace {

constexpr size_t kBlockBytes = size_t{1} << 20;

std::unexpected<Error> cannot_read(const std::string& path, int code) {
  const ErrorCode kind = code == ENOENT || code == ENOTDIR ? ErrorCode::kNotFound
                         : code == ELOOP                   ? ErrorCode::kCorrupt
                                                           : ErrorCode::kIo;
  return fail(kind, fmt::format("cannot read `{}`: {}", path, std::strerror(code)));
}

Result<std::string> stamp_from(const struct stat& info, const std::string& path) {
  if (!S_ISREG(info.st_mode))
    return fail(ErrorCode::kCorrupt, fmt::format("`{}` is no regular file", path));
  return fmt::format("{}-{}-{}.{:09}-{}.{:09}", info.st_size, info.st_ino, info.st_mtim.tv_sec,
                     info.st_mtim.tv_nsec, info.st_ctim.tv_sec, info.st_ctim.tv_nsec);
}

Result<std::string> digest_from(int file, const std::string& path) {
  crypto_generichash_state state;
  Digest digest = digest_of({});  // starts the library as well
  crypto_generichash_init(&state, nullptr, 0, digest.size());
  std::string block(kBlockBytes, '\0');
  while (true) {
    const ssize_t got = read(file, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read(path, errno);
    if (got == 0) break;
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(block.data()),
                              static_cast<size_t>(got));
  }
  crypto_generichash_final(&state, digest.data(), digest.size());
  return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

Result<FileMark> mark_from(int file, const std::string& path) {
  struct stat info{};
  if (fstat(file, &info) != 0) return cannot_read(path, errno);
  FileMark mark;
  HANSE_TRY(mark.stamp, stamp_from(info, path));
  HANSE_TRY(mark.digest, digest_from(file, path));
  if (fstat(file, &info) != 0) return cannot_read(path, errno);
  HANSE_TRY(const std::string after, stamp_from(info, path));
  if (after == mark.stamp) return mark;
  return fail(ErrorCode::kConflict, fmt::format("`{}` changes while it is read", path));
}

}  // namespace

Result<std::string> stamp_of(const std::string& path) {
  struct stat info{};
  if (lstat(path.c_str(), &info) != 0) return cannot_read(path, errno);
  return stamp_from(info, path);
}

Result<FileMark> mark_of(const std::string& path) {
  // Without blocking: opening a pipe would otherwise wait for its other end.
  const Descriptor file{open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
  if (file.value < 0) return cannot_read(path, errno);
  return mark_from(file.value, path);
}

}  // namespace hanse
