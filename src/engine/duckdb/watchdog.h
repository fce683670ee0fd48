// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <duckdb.h>

#include <atomic>
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
//
// It bounds memory as well: the engine counts its buffers, and not what aggregates such as median
// keep. When the process grows past what it held while idle, the statement's engine memory and
// kUncountedBytesMax, the statement that runs longest is ended, and one more each time that did not
// help.
class Watchdog {
 public:
  struct Watched {
    duckdb_connection connection;
    int64_t deadline_us;
    CancelToken cancel;
    int64_t memory_bytes = 0;  // of the engine that runs it; 0: not ended for memory
  };

 private:
  using Entry = Watched;

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

  // While it lives the process may hold so much more: work beside the statements.
  class Beside {
   public:
    explicit Beside(int64_t bytes) : bytes_(bytes), owner_(shared()) { owner_->beside_ += bytes_; }
    Beside(const Beside&) = delete;
    Beside& operator=(const Beside&) = delete;
    ~Beside() { owner_->beside_ -= bytes_; }

   private:
    const int64_t bytes_;
    const std::shared_ptr<Watchdog> owner_;
  };

  static std::shared_ptr<Watchdog> shared();
  static Watch watch(Watched watched);
  ~Watchdog();

 private:
  Watchdog();
  void run();
  void note_idle();    // while nothing runs; under mutex_
  void look_at_memory();

  const Clock& clock_;  // taken first: a static that must outlive this one
  std::mutex mutex_;
  std::condition_variable wake_;
  std::list<Entry> entries_;  // guarded by mutex_; the newest first
  std::atomic<int64_t> beside_{0};
  int64_t idle_bytes_ = 0;    // what the process held when nothing ran; guarded by mutex_
  // On its thread only.
  int ticks_to_wait_ = 0;     // after a statement was ended, until the next may be
  bool stopping_ = false;   // guarded by mutex_
  bool asleep_ = false;     // guarded by mutex_
  std::thread thread_;      // last: starts when the rest is there
};

}  // namespace hanse::engine
