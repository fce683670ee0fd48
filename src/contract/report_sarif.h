// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/diagnostics.h"

namespace hanse::contract {

// Findings as SARIF 2.1.0, for code review and CI: one run, a rule for each code that occurs with
// its page of the reference, a result for each finding with its file and region (columns in code
// points) where it has one. A relative path stays relative. Pure; ends in a newline.
std::string render_sarif(const Diagnostics& findings);

}  // namespace hanse::contract
