// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/app.h"
#include "app/lifecycle.h"
#include "app/schedule.h"

namespace hanse::app {

// Refreshes and checks products when their schedules say so, on a thread of its own, while a server
// serves. Of several servers over one state one does it (`schedule.lock`). What fails is said, and
// waits for a minute at least. Stops when it is destroyed; `cancel_changes` ends what runs then.
class Scheduler {
 public:
  // `say` gets a line for each thing that is done, from the scheduler's thread. The app outlives
  // it.
  Scheduler(App& app, Progress say);
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

 private:
  void run();
  // Does what is due.
  void look();
  Status carry_out(const Due& due);

  App& app_;
  const Progress say_;
  // Touched only by the thread.
  int64_t seen_version_ = -1, next_us_ = 0, not_before_us_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stops_ = false;  // guarded by mutex_
  std::thread thread_;  // last: what it uses is there before it
};

}  // namespace hanse::app
