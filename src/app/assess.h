// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/ids.h"
#include "base/result.h"
#include "strategy/assess/evaluate.h"

namespace hanse::app {

struct AssessRequest {
  std::string folder;
  EnvironmentId environment;  // empty: the first
  std::string as;             // this development user's sight; empty: the operator's
  int64_t now_us = 0;
};

// The answers under strategy/, what files and state say beside them, and what was kept before.
Result<strategy::AssessResult> assess(const AssessRequest& request);

// Writes the sheet of questions; its path. kAlreadyExists: there is one, with somebody's answers.
Result<std::string> write_assessment_sheet(const std::string& folder);
// Writes what the assessment came to under its date; its path. kAlreadyExists: that day has one.
Result<std::string> keep_assessment(const std::string& folder,
                                    const strategy::AssessResult& result);

}  // namespace hanse::app
