// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

namespace hanse::net {

// Tells when the other side of a socket goes while its own thread is busy elsewhere: one thread
// looks at all watched sockets, ten times a second. Thread-safe; outlives its watches.
class PeerWatcher {
 public:
  struct Entry {
    int descriptor = -1;
    std::function<void()> on_gone;      // empty once it was called
  };
  // Ends its watch: `on_gone` runs no more once this is gone.
  class Watch {
   public:
    Watch(PeerWatcher& owner, std::list<Entry>::iterator entry) : owner_(owner), entry_(entry) {}
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    PeerWatcher& owner_;
    std::list<Entry>::iterator entry_;
  };

  PeerWatcher();
  ~PeerWatcher();
  // `on_gone` runs at most once, on the watcher's thread and under its lock: it only sets a flag.
  std::unique_ptr<Watch> watch(int descriptor, std::function<void()> on_gone);

 private:
  void run();
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Entry> entries_;            // guarded by mutex_
  bool stopping_ = false;               // guarded by mutex_
  std::thread thread_;
};

}  // namespace hanse::net
