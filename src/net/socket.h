// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "base/result.h"

namespace hanse::net {

// A connected socket with deadlines: reads and writes wait by poll, never longer. Owned by one
// thread; `cut` may be called from another.
class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  void set_deadline_ms(int64_t from_now_ms);
  // Bytes read; 0 at the end; -1 on a time-out or a fault (`timed_out` tells which).
  int64_t read_some(char* into, size_t size);
  Status write_all(std::string_view bytes, int64_t timeout_ms);
  bool timed_out() const { return timed_out_; }
  // Ends our side and reads on for a moment: a client that still sends then sees the answer, and no
  // reset in its place. Bounded in bytes and time.
  void close_gently();
  bool peer_gone() const;
  void cut();

 private:
  bool wait(short events, int64_t until_ms);
  int descriptor_;
  int64_t deadline_ms_ = 0;             // monotonic
  bool timed_out_ = false;
};

struct Listener {
  int descriptor = -1;
  std::string address;                  // HOST:PORT as bound
  bool loopback = false;
};
Result<Listener> open_listener(const std::string& address);

}  // namespace hanse::net
