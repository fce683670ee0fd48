// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <duckdb.h>

#include <condition_variable>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "engine/engine.h"

namespace hanse::engine {

// Interrupts statements that are cancelled or past their deadline: the engine has no time-out of
// its own. One thread a process, asleep while nothing runs. An interrupt is repeated each tick
// until the statement is let go, since the engine forgets one that comes before the statement
// starts. Thread-safe.
class Watchdog {
  struct Entry {
    duckdb_connection connection;
    int64_t deadline_us;
    CancelToken cancel;
  };

 public:
  // While it lives its connection is watched. Destroy it before the connection.
  class Watch {
   public:
    Watch() = default;
    Watch(std::shared_ptr<Watchdog> owner, std::list<Entry>::iterator entry)
        : owner_(std::move(owner)), entry_(entry) {}
    Watch(Watch&& other) noexcept = default;
    Watch& operator=(Watch&& other) noexcept;
    ~Watch();

   private:
    std::shared_ptr<Watchdog> owner_;
    std::list<Entry>::iterator entry_;
  };

  static std::shared_ptr<Watchdog> shared();
  static Watch watch(duckdb_connection connection, int64_t deadline_us, CancelToken cancel);
  ~Watchdog();

 private:
  Watchdog();
  void run();

  const Clock& clock_;        // taken first: a static that must outlive this one
  std::mutex mutex_;
  std::condition_variable wake_;
  std::list<Entry> entries_;  // guarded by mutex_
  bool stopping_ = false;     // guarded by mutex_
  bool asleep_ = false;       // guarded by mutex_
  std::thread thread_;        // last: starts when the rest is there
};

}  // namespace hanse::engine
