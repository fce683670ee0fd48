// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/app.h"
#include "contract/incidents.h"

namespace hanse::app {

// Incidents as one asker may know of them: those of products that the session may discover. Whether
// somebody may change one is hanse.change's to decide, as a change of kind `incident` in the
// product's domain. Every change is in the ledger.

struct IncidentView {
  catalog::IncidentRecord record;     // for who may not change it: without key, and without the
                                      // words of a report that is not theirs
  bool may_change = false;
  std::vector<contract::IncidentTime> times;
};
// Newest first; repaired ones only when `all`, those of the last 90 days.
Result<std::vector<IncidentView>> incidents(App& app, const govern::Session& session, bool all);
// The open ones, for documents that have more than incidents in them. Null: the operator, who
// knows of all.
Result<std::vector<IncidentView>> open_incidents(App& app, const govern::Session* session);
// kNotFound also for what may not be discovered.
Result<IncidentView> incident(App& app, const govern::Session& session, const std::string& id);

// What a consumer says of a product (domain/name) that the session may discover. The same words of
// the same asker while they are open count as seen again. `summary`: one line of at most 500 bytes
// (kInvalidArgument); kLimitExceeded when the asker has 20 open ones.
Result<IncidentView> report_incident(App& app, const govern::Session& session,
                                     const std::string& product, const std::string& summary);
// kDenied with the policy's words; kConflict when it is closed already.
Result<IncidentView> acknowledge_incident(App& app, const govern::Session& session,
                                          const std::string& id);
Result<IncidentView> close_incident(App& app, const govern::Session& session,
                                    const std::string& id, const std::string& cause);

// "open", "acknowledged" or "repaired".
std::string_view state_of(const catalog::IncidentRecord& incident);
// One incident of documents; format_version is the caller's.
Json to_json(const IncidentView& incident);

}  // namespace hanse::app
