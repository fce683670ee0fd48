// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/files.h"
#include "base/result.h"

namespace hanse::net {

// Sockets in the file system, for processes of one user on one machine. Paths may be longer than
// the 107 bytes that an address takes: those are reached through their open folder.

// A socket that is listened on at `path`, mode 0600, as long as this lives. `path` + ".lock" says
// who listens: a lock that the kernel gives up with its process, so that a socket without it is
// what a killed process left, and is replaced.
class UnixListener {
 public:
  // kConflict, naming the process, when another one listens there.
  static Result<UnixListener> open(const std::string& path);
  UnixListener(UnixListener&& other) noexcept;
  UnixListener& operator=(UnixListener&&) = delete;
  ~UnixListener();                      // removes the socket before it gives the lock up
  int descriptor() const { return descriptor_; }

 private:
  UnixListener(FileLock lock, std::string path, int descriptor)
      : lock_(std::move(lock)), path_(std::move(path)), descriptor_(descriptor) {}
  FileLock lock_;
  std::string path_;
  int descriptor_;
};

// A connected descriptor. kNotFound when nobody listens at `path`: no socket, or one that a killed
// process left. kDenied when the system does not let us.
Result<int> connect_unix(const std::string& path);

// Whether the process that connected `descriptor` runs as the same user as this one.
bool peer_is_own_user(int descriptor);

}  // namespace hanse::net
