// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/diagnostics.h"
#include "base/result.h"
#include "spec/model.h"

namespace hanse::app {

// What can be said of transforms without any state: HNS-T001 and HNS-T003 text that is no single
// SELECT, HNS-T004 what no statement may use, HNS-T002 tables that are no input port's. Columns and
// types are the plan's to judge. Fails when there is no engine to parse with.
Status check_transforms(const spec::Model& model, Diagnostics& diagnostics);

}  // namespace hanse::app
