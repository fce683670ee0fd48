// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "app/app.h"

namespace hanse::app {

// Sends what is due of the outbox: mail by the server of mesh.yaml, webhooks signed as Standard
// Webhooks says (webhook-id, webhook-timestamp, webhook-signature). What fails waits longer each
// time, and is given up after 40 attempts or 7 days; what quiet hours hold back goes as one digest
// when they end. Each notice is sent once; only when this process dies, or an answer is lost, after
// the receiver took it is it sent again, under the same id. Gives how many were sent.
Result<size_t> deliver_notices(App& app, const std::function<bool()>& cancelled);

// Looks at incidents when the state moved and as time goes on, and delivers notices, in a thread of
// its own, until it is destroyed. One a serving process; several over one state share the work.
class IncidentKeeper {
 public:
  explicit IncidentKeeper(App& app);
  ~IncidentKeeper();
  IncidentKeeper(const IncidentKeeper&) = delete;
  IncidentKeeper& operator=(const IncidentKeeper&) = delete;

 private:
  void run();

  App& app_;
  std::atomic<bool> stops_{false};
  std::thread thread_;
};

}  // namespace hanse::app
