// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>

#include "app/lifecycle.h"
#include "base/json.h"
#include "net/http.h"

namespace hanse::server {

// The answer to a change that takes a while: lines of NDJSON. `{"progress": TEXT}` as it goes on,
// at the end `{"outcome": {…}}` or `{"error": {…}}` with the members of a problem document. What
// fails before any progress is a problem document with its own status. A client that has gone does
// not stop the change: whoever wants that says so to the writer.
class ChangeStream {
 public:
  explicit ChangeStream(net::ResponseWriter& writer) : writer_(writer) {}
  // May be called from several threads until `end`; this outlives what holds it.
  app::Progress progress();
  // The status that was sent.
  int end(const Result<Json>& outcome);

 private:
  Status line(const Json& value);
  net::ResponseWriter& writer_;
  std::mutex mutex_;
  bool started_ = false;                // guarded by mutex_
};

}  // namespace hanse::server
