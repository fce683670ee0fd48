// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "engine/duckdb/handles.h"

namespace hanse::engine {

// Statements that ran to their end, with the connection that prepared them: the same text runs
// again without being planned. A pair is lent to one statement at a time. Thread-safe.
class IdleStatements {
 public:
  struct Pair {
    Connection connection;
    Prepared prepared;                // released before its connection
  };

  std::optional<Pair> take(const std::string& sql) {
    const std::lock_guard lock(mutex_);
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
      if (entry->sql != sql) continue;
      Pair out = std::move(entry->pair);
      entries_.erase(entry);
      return out;
    }
    return std::nullopt;
  }

  void give(std::string sql, Pair pair) {
    std::list<Entry> gone;            // first: released when the lock is given up
    const std::lock_guard lock(mutex_);
    entries_.push_front({std::move(sql), std::move(pair)});
    if (entries_.size() > kMax) gone.splice(gone.begin(), entries_, std::prev(entries_.end()));
  }

  // What it holds may keep files open that nobody reads any more.
  void forget() {
    std::list<Entry> gone;
    const std::lock_guard lock(mutex_);
    gone.swap(entries_);
  }

 private:
  static constexpr size_t kMax = 64;
  struct Entry {
    std::string sql;
    Pair pair;
  };
  std::mutex mutex_;
  std::list<Entry> entries_;          // newest first; guarded by mutex_
};

}  // namespace hanse::engine
