// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/watchdog.h"

#include <malloc.h>

#include <chrono>

#include "base/log.h"
#include "base/process_memory.h"

namespace hanse::engine {
namespace {

constexpr std::chrono::milliseconds kTick(5);
// Ticks without a statement after which the thread sleeps until woken: short statements in a row
// then cost no wake-up each.
constexpr int kIdleTicks = 100;
// What the process may hold beyond the engine's own count: values of one vector in each thread,
// states of aggregates, results on their way out.
constexpr int64_t kUncountedBytesMax = int64_t{160} << 20;
// Growth of an idle process from which freed memory is given back: what the statement before let go
// must not widen the next one's bound.
constexpr int64_t kGivenBackFrom = int64_t{32} << 20;
// A statement that was ended needs some time to let its memory go.
constexpr int kTicksBetweenEnds = 40;

}  // namespace

Watchdog::Watchdog() : clock_(Clock::system()), thread_([this] { run(); }) {}

Watchdog::~Watchdog() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

std::shared_ptr<Watchdog> Watchdog::shared() {
  static const std::shared_ptr<Watchdog> instance(new Watchdog());
  return instance;
}

Watchdog::Watch Watchdog::watch(Watched watched) {
  std::shared_ptr<Watchdog> self = shared();
  std::lock_guard lock(self->mutex_);
  if (self->entries_.empty()) self->note_idle();
  self->entries_.push_front(std::move(watched));
  if (self->asleep_) self->wake_.notify_all();
  return Watch(self, self->entries_.begin());
}

Watchdog::Watch& Watchdog::Watch::operator=(Watch&& other) noexcept {
  std::swap(owner_, other.owner_);
  std::swap(entry_, other.entry_);
  return *this;
}

Watchdog::Watch::~Watch() {
  if (!owner_) return;
  std::lock_guard lock(owner_->mutex_);
  owner_->entries_.erase(entry_);
}

void Watchdog::note_idle() {
  // What was taken since the last tick, by reading a long text say, is no statement's that runs.
  int64_t bytes = resident_bytes();
  if (bytes > idle_bytes_ + kGivenBackFrom) {
    malloc_trim(0);
    bytes = resident_bytes();
  }
  idle_bytes_ = bytes;
}

void Watchdog::look_at_memory() {
  if (entries_.empty()) {
    note_idle();
    return;
  }
  if (--ticks_to_wait_ > 0) return;
  const int64_t bytes = resident_bytes();
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    if (entry->memory_bytes == 0 || entry->cancel.cancelled()) continue;
    if (bytes <= idle_bytes_ + beside_ + entry->memory_bytes + kUncountedBytesMax) continue;
    log(LogLevel::kWarn, "engine",
        fmt::format(
            "a statement is ended: the process holds {} bytes, {} of them since it was idle", bytes,
            bytes - idle_bytes_));
    entry->cancel.end_for_memory();
    ticks_to_wait_ = kTicksBetweenEnds;
    return;
  }
}

void Watchdog::run() {
  std::unique_lock lock(mutex_);
  int idle = 0;
  while (!stopping_) {
    if (entries_.empty() && ++idle > kIdleTicks) {
      asleep_ = true;
      wake_.wait(lock, [this] { return stopping_ || !entries_.empty(); });
      asleep_ = false;
      idle = 0;
      continue;
    }
    wake_.wait_for(lock, kTick, [this] { return stopping_; });
    if (!entries_.empty()) idle = 0;
    look_at_memory();
    const int64_t now = clock_.monotonic_us();
    for (const Entry& entry : entries_) {
      const bool late = entry.deadline_us != 0 && now >= entry.deadline_us;
      if (late || entry.cancel.cancelled()) duckdb_interrupt(entry.connection);
    }
  }
}

}  // namespace hanse::engine
