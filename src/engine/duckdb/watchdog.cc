// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/watchdog.h"

#include <chrono>

namespace hanse::engine {
namespace {

constexpr std::chrono::milliseconds kTick(5);
// Ticks without a statement after which the thread sleeps until woken: short statements in a row
// then cost no wake-up each.
constexpr int kIdleTicks = 100;

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

Watchdog::Watch Watchdog::watch(duckdb_connection connection, int64_t deadline_us,
                                CancelToken cancel) {
  std::shared_ptr<Watchdog> self = shared();
  std::lock_guard lock(self->mutex_);
  self->entries_.push_front(Entry{connection, deadline_us, std::move(cancel)});
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
    const int64_t now = clock_.monotonic_us();
    for (const Entry& entry : entries_) {
      const bool late = entry.deadline_us != 0 && now >= entry.deadline_us;
      if (late || entry.cancel.cancelled()) duckdb_interrupt(entry.connection);
    }
  }
}

}  // namespace hanse::engine
