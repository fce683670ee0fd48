// SPDX-License-Identifier: Apache-2.0
#include "net/peer_watcher.h"

#include <utility>

#include "net/socket.h"

namespace hanse::net {
namespace {

constexpr auto kLookEvery = std::chrono::milliseconds(100);

}  // namespace

PeerWatcher::Watch::~Watch() {
  const std::lock_guard lock(owner_.mutex_);
  owner_.entries_.erase(entry_);
}

PeerWatcher::PeerWatcher() : thread_([this] { run(); }) {}

PeerWatcher::~PeerWatcher() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::unique_ptr<PeerWatcher::Watch> PeerWatcher::watch(int descriptor,
                                                       std::function<void()> on_gone) {
  const std::lock_guard lock(mutex_);
  entries_.push_front(Entry{descriptor, std::move(on_gone)});
  changed_.notify_all();
  return std::make_unique<Watch>(*this, entries_.begin());
}

void PeerWatcher::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    for (Entry& entry : entries_)
      if (entry.on_gone && peer_gone(entry.descriptor)) std::exchange(entry.on_gone, nullptr)();
    if (entries_.empty()) changed_.wait(lock, [&] { return stopping_ || !entries_.empty(); });
    else changed_.wait_for(lock, kLookEvery, [&] { return stopping_; });
  }
}

}  // namespace hanse::net
