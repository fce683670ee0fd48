// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <mutex>

#include "app/incident_watch.h"
#include "app/parts.h"

namespace hanse::app {

// An apply, a refresh or a run of checks while it runs: cancel_changes finds its token. What it may
// mend or break is looked at before and after.
class RunningChange {
 public:
  RunningChange(App& app, engine::CancelToken cancel) : app_(app), parts_(app.parts()) {
    look_after_change(app_);
    const std::lock_guard lock(parts_.changes_mutex);
    if (parts_.cancels_changes) cancel.cancel();
    place_ = parts_.changes.insert(parts_.changes.end(), std::move(cancel));
  }
  ~RunningChange() {
    {
      const std::lock_guard lock(parts_.changes_mutex);
      parts_.changes.erase(place_);
    }
    look_after_change(app_);
  }
  RunningChange(const RunningChange&) = delete;
  RunningChange& operator=(const RunningChange&) = delete;

 private:
  App& app_;
  App::Parts& parts_;
  std::list<engine::CancelToken>::iterator place_;
};

}  // namespace hanse::app
