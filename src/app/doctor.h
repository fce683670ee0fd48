// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/ids.h"
#include "base/result.h"
#include "strategy/doctor/examine.h"

namespace hanse::app {

struct DoctorRequest {
  std::string folder;         // of mesh.yaml
  EnvironmentId environment;  // empty: the first
  std::string as;             // this development user's sight; empty: the operator's
  std::string only;           // one detector's id; empty: all
  int64_t now_us = 0;
};

// Looks at the files as they lie in the folder, and at what its state and ledger know. Without a
// state it makes none: the detectors that need one say so. kInvalidArgument: a detector that does
// not exist, or strategy/doctor.yaml has errors.
Result<strategy::DoctorResult> doctor(const DoctorRequest& request);

}  // namespace hanse::app
