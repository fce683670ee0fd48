// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"

namespace hanse::net {

// How bytes pass over a connected socket, without waiting: plain here, TLS in tls.cc.
// Used by one thread.
class Transport {
 public:
  enum class Need { kNothing, kReadable, kWritable };
  struct Moved {
    int64_t bytes = 0;                  // > 0 moved; 0 the end; -1 see `need`, kNothing: a fault
    Need need = Need::kNothing;         // wait for this and call again
  };
  virtual ~Transport() = default;
  // kNothing once bytes may pass; a fault otherwise ends the connection.
  virtual Moved handshake() { return {1}; }
  virtual Moved read(char* into, size_t size) = 0;
  virtual Moved write(std::string_view bytes) = 0;
  virtual void say_end() {}             // that no more is written; never waits
};
std::unique_ptr<Transport> plain_transport(int descriptor);

// A connected socket with deadlines: reads and writes wait by poll, never longer. Owned by one
// thread; `cut` may be called from another.
class Socket {
 public:
  explicit Socket(int descriptor)
      : descriptor_(descriptor), transport_(plain_transport(descriptor)) {}
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  int descriptor() const { return descriptor_; }
  // Grows with each one that is made, so in the order in which connections were taken: a thread
  // for each of them starts when it may.
  uint64_t number() const { return number_; }
  // Puts `transport` in the plain one's place and shakes hands; kTimeout, or kIo when the peer
  // speaks something else.
  Status secure(std::unique_ptr<Transport> transport, int64_t timeout_ms);
  // The first byte that waits, without taking it; -1 when none comes in time.
  int peek(int64_t timeout_ms);

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
  bool wait(Transport::Need need, int64_t until_ms);
  static uint64_t next_number();
  int descriptor_;
  const uint64_t number_ = next_number();
  std::unique_ptr<Transport> transport_;
  int64_t deadline_ms_ = 0;             // monotonic
  bool timed_out_ = false;
};

// Whether the other side of `descriptor` has gone. An end of what it sends counts: over TCP a
// client that closed cannot be told from one that only ended its sending half.
bool peer_gone(int descriptor);

struct Listener {
  int descriptor = -1;
  std::string address;                  // HOST:PORT as bound
  bool loopback = false;
};
enum class Exposure { kLoopback, kAnywhere };
// kDenied, before anything is bound, when `address` is beyond loopback and `exposure` is not.
Result<Listener> open_listener(const std::string& address, Exposure exposure);

}  // namespace hanse::net
