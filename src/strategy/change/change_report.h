// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "strategy/programme/programme_facts.h"
#include "strategy/report/report.h"

namespace hanse::strategy {

// What the reports of `hanse change` share.
Report change_report(std::string_view what, std::string title, const ProgrammeFacts& facts);
// A count of what is applied, and the query that shows it; without a value while nothing is.
Figure measured(const ProgrammeFacts& facts, std::string_view id, std::string_view label,
                size_t count, std::string_view query);

}  // namespace hanse::strategy
