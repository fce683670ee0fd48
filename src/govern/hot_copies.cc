// SPDX-License-Identifier: Apache-2.0
#include "govern/hot_copies.h"

#include "base/files.h"
#include "base/log.h"
#include "catalog/collect.h"
#include "catalog/snapshot_files.h"
#include "govern/conditions.h"

namespace hanse::govern {
namespace {

constexpr std::chrono::seconds kLookEvery(30);
// A copy that nobody read for so long goes, that of a snapshot that was replaced for one.
constexpr int64_t kUnreadUs = 600'000'000;
// One that was read so recently makes no room for another: they would push each other out.
constexpr int64_t kInUseUs = 60'000'000;
// Of snapshots that are counted.
constexpr size_t kEntriesMax = 10'000;

}  // namespace

HotCopies::HotCopies(Options options) : options_(std::move(options)), thread_([this] { run(); }) {}

HotCopies::~HotCopies() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  cancel_.cancel();
  wake_.notify_all();
  thread_.join();
}

std::shared_ptr<engine::NativeCopy> HotCopies::read(const catalog::SnapshotRecord& snapshot) {
  const std::lock_guard lock(mutex_);
  Entry& entry = entries_[snapshot.id.str()];
  ++entry.reads;
  entry.read_us = options_.clock->monotonic_us();
  if (entry.state == State::kCounted && entry.reads >= options_.after_reads) {
    if (snapshot.bytes > options_.bytes_max) {
      entry.state = State::kRefused;
    } else {
      entry.state = State::kWaiting;
      entry.snapshot = snapshot;
      wake_.notify_all();
    }
  }
  return entry.copy;
}

CopyTotals HotCopies::totals() const {
  const std::lock_guard lock(mutex_);
  return counted();
}

CopyTotals HotCopies::counted() const {
  CopyTotals out;
  for (const auto& [id, entry] : entries_) {
    if (!entry.copy) continue;
    ++out.copies;
    out.bytes += entry.copy->bytes();
  }
  return out;
}

// Of a process that was killed while it wrote: a copy that is being written is never so old.
void HotCopies::remove_left_over() const {
  const auto entries = list_folder(options_.copies_folder);
  if (!entries) return;
  for (const FolderEntry& entry : *entries)
    if (entry.modified_us < options_.clock->now_us() - kUnreadUs)
      (void)remove_tree(join_path(options_.copies_folder, entry.name));
}

void HotCopies::run() {
  remove_left_over();
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto waits = [](const auto& item) { return item.second.state == State::kWaiting; };
    const auto next = std::find_if(entries_.begin(), entries_.end(), waits);
    if (next == entries_.end()) {
      forget_unread();
      if (std::exchange(dropped_, false)) {
        // What was prepared over a copy keeps its file open.
        lock.unlock();
        options_.serving->forget_statements();
        lock.lock();
      }
      wake_.wait_for(lock, kLookEvery, [&] {
        return stopping_ || std::any_of(entries_.begin(), entries_.end(), waits);
      });
      continue;
    }
    const std::string id = next->first;
    const catalog::SnapshotRecord snapshot = next->second.snapshot;
    lock.unlock();
    auto made = make(snapshot);
    lock.lock();
    keep(id, std::move(made));
  }
}

// As a statement reads it: pinned, and only while its files are those that were published.
Result<std::shared_ptr<engine::NativeCopy>> HotCopies::make(
    const catalog::SnapshotRecord& snapshot) const {
  HANSE_TRY(const auto pin, catalog::pin_snapshot(options_.state_folder, snapshot));
  HANSE_TRY(auto copy,
            options_.serving->copy_natively({snapshot_files(snapshot, options_.state_folder),
                                             options_.copies_folder, options_.bytes_max},
                                            cancel_));
  if (copy->rows() != snapshot.rows)
    return fail(ErrorCode::kCorrupt, "the files do not hold the rows that were published");
  HANSE_TRY_STATUS(catalog::check_files(options_.state_folder, snapshot));
  return copy;
}

void HotCopies::keep(const std::string& id, Result<std::shared_ptr<engine::NativeCopy>> made) {
  Entry& entry = entries_[id];
  entry.state = State::kRefused;
  entry.snapshot = {};
  if (!made) {
    if (!stopping_)
      log(LogLevel::kWarn, "copies",
          fmt::format("snapshot {} is read from its files, no copy was made: {}", id,
                      to_string(made.error().code)));  // the engine's words can hold values
    return;
  }
  if (!make_room((*made)->bytes())) return;
  entry.copy = std::move(*made);
  entry.state = State::kCopied;
}

bool HotCopies::make_room(int64_t wanted) {
  const int64_t now = options_.clock->monotonic_us();
  while (counted().bytes + wanted > options_.bytes_max) {
    auto oldest = entries_.end();
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry)
      if (entry->second.copy && entry->second.read_us < now - kInUseUs &&
          (oldest == entries_.end() || entry->second.read_us < oldest->second.read_us))
        oldest = entry;
    if (oldest == entries_.end()) return false;
    drop(oldest);
  }
  return true;
}

void HotCopies::forget_unread() {
  const int64_t now = options_.clock->monotonic_us();
  const bool too_many = entries_.size() > kEntriesMax;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const auto here = entry++;
    const bool unread = here->second.read_us < now - kUnreadUs;
    if (unread || (too_many && here->second.state == State::kCounted)) drop(here);
  }
}

void HotCopies::drop(Entries::iterator entry) {
  dropped_ = dropped_ || entry->second.copy != nullptr;
  entries_.erase(entry);
}

}  // namespace hanse::govern
