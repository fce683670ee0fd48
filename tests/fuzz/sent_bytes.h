// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>

// The descriptor of a socket from which these bytes and then the end are read; -1: they do not fit
// into one. Of `peer`, when it is given, the other end stays open for what is answered.
inline int sent_bytes(const uint8_t* data, size_t size, int* peer = nullptr) {
  constexpr size_t kFitsTheSocket = 64 * 1024;
  int ends[2];
  if (size > kFitsTheSocket || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return -1;
  const bool sent = size == 0 || write(ends[0], data, size) == static_cast<ssize_t>(size);
  shutdown(ends[0], SHUT_WR);
  if (!sent) close(ends[1]);
  if (sent && peer != nullptr)
    *peer = ends[0];
  else
    close(ends[0]);
  return sent ? ends[1] : -1;
}
