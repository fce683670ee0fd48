// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "source/postgres_link.h"

namespace hanse::source {

// Read-only sessions on PostgreSQL servers that are kept open between statements, since opening one
// costs a server a process and, far away, several round trips. One that lies idle belongs to
// whoever takes it for the same address, user, password and mode of TLS. Thread-safe.
class PostgresPool {
 public:
  explicit PostgresPool(const Clock& clock) : clock_(clock) {}

  // A session of its own, in a transaction that has just begun. Errors as PostgresLink::open.
  static Result<PostgresLink> open(const PostgresServer& server, engine::CancelToken cancel);

  // An idle one in a transaction that has just begun, or a new one. Errors as PostgresLink::open.
  Result<PostgresLink> begin(const PostgresServer& server, engine::CancelToken cancel);
  // Takes a session back. One that is broken, or in the middle of something, is closed.
  void give_back(const PostgresServer& server, PostgresLink link);

  static constexpr size_t kIdleMax = 8;                 // of one server; others are closed
  static constexpr int64_t kIdleUs = 30'000'000;        // then it is closed
  static constexpr int64_t kAgeUs = 600'000'000;        // names and rights are looked up anew then

 private:
  struct Idle {
    PostgresLink link;
    int64_t since_us = 0;
  };
  static std::string key_of(const PostgresServer& server);
  static bool is_over(const Idle& idle, int64_t now_us);

  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, std::vector<Idle>> idle_;  // guarded by mutex_; newest last
};

}  // namespace hanse::source
