// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

#include "base/clock.h"
#include "catalog/records.h"
#include "engine/engine.h"
#include "govern/answer.h"

namespace hanse::govern {

// Copies in the engine's own format of the snapshots that one process is asked for again and again:
// a selective statement over them costs a fraction of what it does over Parquet (ADR 10). What may
// be read is decided as ever, and the published files are looked at for each statement as ever:
// only where the rows come from is another. One is made at a time, by a thread of its own; a
// snapshot that cannot be copied is read from its files. Thread-safe.
class HotCopies {
 public:
  struct Options {
    std::shared_ptr<engine::Engine> serving;
    std::string state_folder;   // absolute: snapshot files lie under it
    std::string copies_folder;  // absolute, private, one that the engine may read
    int64_t bytes_max = 0;      // of all copies together, on disk
    int64_t after_reads = 1;    // of a snapshot, until it is copied
    const Clock* clock = nullptr;
  };
  explicit HotCopies(Options options);
  ~HotCopies();  // ends the one that is being made

  // Counts a statement that reads the snapshot; null when it is read from its files. Hold it until
  // the statement has ended.
  std::shared_ptr<engine::NativeCopy> read(const catalog::SnapshotRecord& snapshot);

  CopyTotals totals() const;

 private:
  enum class State { kCounted, kWaiting, kCopied, kRefused };
  struct Entry {
    State state = State::kCounted;
    int64_t reads = 0, read_us = 0;    // monotonic
    catalog::SnapshotRecord snapshot;  // while it waits
    std::shared_ptr<engine::NativeCopy> copy;
  };
  using Entries = std::unordered_map<std::string, Entry>;

  void run();
  void remove_left_over() const;
  Result<std::shared_ptr<engine::NativeCopy>> make(const catalog::SnapshotRecord& snapshot) const;
  void keep(const std::string& id, Result<std::shared_ptr<engine::NativeCopy>> made);
  bool make_room(int64_t bytes);       // under mutex_; false: what is there is read as well
  void forget_unread();                // under mutex_
  void drop(Entries::iterator entry);  // under mutex_
  CopyTotals counted() const;          // under mutex_

  const Options options_;
  engine::CancelToken cancel_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  // Guarded by mutex_:
  Entries entries_;       // by snapshot id
  bool dropped_ = false;  // some since statements were forgotten
  bool stopping_ = false;
  std::thread thread_;  // last: starts when the rest is there
};

}  // namespace hanse::govern
