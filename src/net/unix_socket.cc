// SPDX-License-Identifier: Apache-2.0
#include "net/unix_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace hanse::net {
namespace {

// The address of `path`; the folder that it goes through stays open meanwhile.
class Address {
 public:
  explicit Address(const std::string& path) {
    value_.sun_family = AF_UNIX;
    std::string shown = path;
    if (shown.size() >= sizeof value_.sun_path) {
      const size_t slash = path.rfind('/');
      folder_ = open(path.substr(0, slash + 1).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
      shown = fmt::format("/proc/self/fd/{}/{}", folder_, path.substr(slash + 1));
    }
    fits_ = shown.size() < sizeof value_.sun_path;
    if (fits_) std::memcpy(value_.sun_path, shown.c_str(), shown.size() + 1);
  }
  ~Address() {
    if (folder_ >= 0) close(folder_);
  }
  Address(const Address&) = delete;
  Address& operator=(const Address&) = delete;
  bool fits() const { return fits_; }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&value_); }

 private:
  sockaddr_un value_{};
  int folder_ = -1;
  bool fits_ = false;
};

std::unexpected<Error> failed(std::string_view what, const std::string& path, int code) {
  const ErrorCode kind = code == ENOENT || code == ECONNREFUSED ? ErrorCode::kNotFound
                         : code == EACCES || code == EPERM      ? ErrorCode::kDenied
                                                                : ErrorCode::kIo;
  return fail(kind, fmt::format("cannot {} `{}`: {}", what, path, std::strerror(code)));
}

}  // namespace

Result<UnixListener> UnixListener::open(const std::string& path) {
  HANSE_TRY(FileLock lock, FileLock::acquire(path + ".lock", FileLock::Mode::kExclusive,
                                             FileLock::Wait::kNo));
  const Address address(path);
  if (!address.fits()) return failed("listen on", path, ENAMETOOLONG);
  struct stat present {};
  if (lstat(path.c_str(), &present) == 0) {
    // Ours to remove is only what a listener left.
    if (!S_ISSOCK(present.st_mode)) return failed("listen on", path, EEXIST);
    if (unlink(path.c_str()) != 0) return failed("replace", path, errno);
  }
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return failed("listen on", path, errno);
  UnixListener listener(std::move(lock), path, descriptor);
  // Linux gives the file the mode that the socket has: it is never there for others, not even
  // between two calls.
  if (fchmod(descriptor, 0600) != 0 || bind(descriptor, address.get(), sizeof(sockaddr_un)) != 0 ||
      listen(descriptor, SOMAXCONN) != 0)
    return failed("listen on", path, errno);
  return listener;
}

UnixListener::UnixListener(UnixListener&& other) noexcept
    : lock_(std::move(other.lock_)),
      path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

UnixListener::~UnixListener() {
  if (descriptor_ < 0) return;
  unlink(path_.c_str());
  close(descriptor_);
}

Result<int> connect_unix(const std::string& path) {
  const Address address(path);
  if (!address.fits()) return failed("reach", path, ENOENT);
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return failed("reach", path, errno);
  int outcome = 0;
  do outcome = connect(descriptor, address.get(), sizeof(sockaddr_un));
  while (outcome != 0 && errno == EINTR);
  if (outcome == 0) return descriptor;
  const int code = errno;
  close(descriptor);
  return failed("reach", path, code);
}

bool peer_is_own_user(int descriptor) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
         peer.uid == geteuid();
}

}  // namespace hanse::net
