// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/incidents.h"

namespace hanse::cli {

// For people; lines that end in a line break, not yet made printable.
std::string incident_lines(const app::IncidentView& incident);      // all of one
std::string incident_table(const std::vector<app::IncidentView>& incidents);

}  // namespace hanse::cli
