// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "plan/plan.h"

namespace hanse::plan {

struct PromiseCheck {
  const spec::Model& before;  // what is applied
  const spec::Model& after;
  const catalog::RecordList<catalog::GrantRecord>& grants;
  bool is_development = false;  // of the environment: warns instead of refusing
  int64_t now_us = 0;
};

// Whether `plan` keeps what active and deprecated contracts of output ports promise to readers:
// HNS-C043 for a change that breaks them without a new major version, HNS-C044 for one before the
// date that a deprecation told them (`endOfLife`, else `endOfSupport`), HNS-C045 for such a date
// that is nearer than `notice.breaking` of the register. A port of the same name that still serves
// the old major keeps the promise. A change of status is no break here: lifecycle.h says what it
// may be. Each finding lists the consumers that are hit. Pure but for what it adds to
// `plan.diagnostics`.
void check_promises(const PromiseCheck& check, Plan& plan);

// What a plan must keep beyond what each file must: promises and the life cycle (lifecycle.h), in
// the plan's environment.
void check_changes(const catalog::CatalogSnapshot& applied, const spec::Model& after,
                   int64_t now_us, Plan& plan);

}  // namespace hanse::plan
