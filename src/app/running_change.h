// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <mutex>

#include "app/parts.h"

namespace hanse::app {

// An apply, a refresh or a run of checks while it runs: cancel_changes finds its token.
class RunningChange {
 public:
  RunningChange(App& app, engine::CancelToken cancel) : parts_(app.parts()) {
    const std::lock_guard lock(parts_.changes_mutex);
    if (parts_.cancels_changes) cancel.cancel();
    place_ = parts_.changes.insert(parts_.changes.end(), std::move(cancel));
  }
  ~RunningChange() {
    const std::lock_guard lock(parts_.changes_mutex);
    parts_.changes.erase(place_);
  }
  RunningChange(const RunningChange&) = delete;
  RunningChange& operator=(const RunningChange&) = delete;

 private:
  App::Parts& parts_;
  std::list<engine::CancelToken>::iterator place_;
};

}  // namespace hanse::app
