// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "govern/gate.h"

namespace hanse::govern {

// The statements that run now: admission, listing, killing, draining. Thread-safe. A ticket takes
// its statement out of the list when it goes.
class RunningQueries : public std::enable_shared_from_this<RunningQueries> {
 public:
  class Ticket {
   public:
    Ticket(std::shared_ptr<RunningQueries> owner, std::string id)
        : owner_(std::move(owner)), id_(std::move(id)) {}
    ~Ticket();
    void add_rows(int64_t rows);

   private:
    std::shared_ptr<RunningQueries> owner_;
    std::string id_;
  };

  // By number and by declared memory, of all and of the principal: kUnavailable when too much runs
  // already or when draining, kLimitExceeded when the statement alone declares more than it may.
  Result<std::unique_ptr<Ticket>> admit(RunningQuery query, engine::CancelToken cancel,
                                        const spec::Limits& limits);
  std::vector<RunningQuery> list() const;
  bool kill(const std::string& id);
  bool draining() const;
  void drain(const Clock& clock, int64_t deadline_us);

 private:
  struct Entry {
    RunningQuery query;
    engine::CancelToken cancel;
  };
  // With mutex_ held.
  Status leaves_some(const RunningQuery& query, const spec::Limits& limits) const;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_:
  std::map<std::string, Entry> entries_;
  int64_t memory_bytes_ = 0;              // declared by all entries
  bool draining_ = false;
};

}  // namespace hanse::govern
