// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include "base/files.h"

namespace hanse {
namespace {

// Who holds the lock, for the message only; the kernel's lock decides.
std::string holder_of(int descriptor) {
  char text[24];
  const ssize_t got = pread(descriptor, text, sizeof text, 0);
  pid_t pid = 0;
  if (got > 0) std::from_chars(text, text + got, pid);
  // A holder that was killed left its number behind; shared holders leave none.
  const bool alive = pid > 0 && (kill(pid, 0) == 0 || errno == EPERM);
  return alive ? fmt::format("process {}", pid) : std::string("another process");
}

void write_holder(int descriptor) {
  const std::string pid = fmt::format("{}\n", getpid());
  // A full disk costs the number in a message, not the lock.
  if (ftruncate(descriptor, 0) == 0) (void)!pwrite(descriptor, pid.data(), pid.size(), 0);
}

}  // namespace

Result<FileLock> FileLock::acquire(const std::string& path, Mode mode, Wait wait) {
  const auto failed = [&](std::string_view what, int code) {
    const ErrorCode kind =
        code == ENOENT || code == ENOTDIR ? ErrorCode::kNotFound : ErrorCode::kIo;
    return fail(kind, fmt::format("cannot {} `{}`: {}", what, path, std::strerror(code)));
  };
  int descriptor = 0;
  do descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) return failed("open the lock", errno);
  const int kind = mode == Mode::kExclusive ? LOCK_EX : LOCK_SH;
  int outcome = 0;
  do outcome = flock(descriptor, kind | (wait == Wait::kNo ? LOCK_NB : 0));
  while (outcome != 0 && errno == EINTR);
  if (outcome != 0) {
    const int code = errno;
    const std::string holder = code == EWOULDBLOCK ? holder_of(descriptor) : std::string();
    close(descriptor);
    if (code == EWOULDBLOCK)
      return fail(ErrorCode::kConflict, fmt::format("{} holds `{}`", holder, path));
    return failed("lock", code);
  }
  // Nobody holds it exclusively once we have a share: an earlier number would mislead.
  if (mode == Mode::kExclusive) write_holder(descriptor);
  else (void)!ftruncate(descriptor, 0);
  return FileLock(descriptor);
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  // Through a temporary: what this held is released now, not when `other` ends.
  FileLock taken(std::move(other));
  std::swap(descriptor_, taken.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace hanse
