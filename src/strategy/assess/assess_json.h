// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"
#include "strategy/assess/evaluate.h"

namespace hanse::strategy {

// What JSON has of an assessment besides its report.
Json assess_json(const AssessResult& result);

}  // namespace hanse::strategy
