// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "cli/commands.h"

namespace hanse::cli {

// `hanse roadmap` and `hanse change`: their part of the table of commands.
std::span<const Command> programme_commands();

int run_roadmap_init(const Options& options);
int run_roadmap(const Options& options);
int run_roadmap_status(const Options& options);
int run_change_init(const Options& options);
int run_change_teams(const Options& options);
int run_change_charter(const Options& options);
int run_change_raci(const Options& options);
int run_change_skills(const Options& options);
int run_change_stakeholders(const Options& options);
int run_change_communication(const Options& options);
int run_change_pilot(const Options& options);

}  // namespace hanse::cli
