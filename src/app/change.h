// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/app.h"
#include "strategy/report/report.h"

namespace hanse::app {

// The change of the organisation, from files of `strategy/` and the mesh's facts.

// Writes the prefilled files that are not there yet; gives the paths. kAlreadyExists when all are.
Result<std::vector<std::string>> init_change(const std::string& folder);

enum class ChangeView { kTeams, kCharter, kRaci, kSkills, kStakeholders, kCommunication, kPilot };
struct ChangeQuestion {
  ChangeView view = ChangeView::kTeams;
  std::string charter_of;  // of kCharter: `platform`, `council` or a domain's id
  int64_t now_us = 0;      // the day that it is looked at
};
// kNotFound when the file that it needs is not there, with how to make it; kInvalidArgument when it
// has errors (`hanse validate` lists them).
Result<strategy::Report> change_report(App& app, const ChangeQuestion& question);

}  // namespace hanse::app
