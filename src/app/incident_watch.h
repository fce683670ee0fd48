// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/app.h"
#include "base/files.h"
#include "contract/observe.h"

namespace hanse::app {

// Who changes incidents holds this, in whichever process: a look and a person's word do not meet.
// Without it (the disk is full) both go on; the store lets one incident of a key be open.
class IncidentLock {
 public:
  explicit IncidentLock(App& app);

 private:
  Result<FileLock> lock_;
};

// Holds every promise of the mesh against what is known now: opens incidents, sees them again,
// closes what is kept again, notes when levels changed, and puts notices of it into the outbox.
// What the ledger cannot take is not done. kWithoutBudgets: those are left as they were found last,
// for who looks often.
enum class Depth { kWhole, kWithoutBudgets };
Status look_at_incidents(App& app, Depth depth);
// The same for who builds and must not fail for it: what went wrong is logged.
void look_after_change(App& app);
// Looks before a change and after it: at what it may mend, and at what it may break.
class LooksAround {
 public:
  explicit LooksAround(App& app) : app_(app) { look_after_change(app_); }
  ~LooksAround() { look_after_change(app_); }
  LooksAround(const LooksAround&) = delete;
  LooksAround& operator=(const LooksAround&) = delete;

 private:
  App& app_;
};

// Stores an incident with the notices that `event` (opened | seen | acknowledged | repaired) makes,
// and writes it to the ledger. `by` is null for what was seen. The caller holds IncidentLock.
Status put_incident(App& app, const catalog::CatalogSnapshot& catalog,
                    const catalog::IncidentRecord& incident, const std::string& event,
                    const identity::Principal* by);

// The service level objectives of every product of the catalog, as history has them now.
Result<std::vector<contract::ProductObjectives>> service_objectives(App& app);

}  // namespace hanse::app
