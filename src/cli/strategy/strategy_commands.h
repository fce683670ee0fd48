// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "cli/commands.h"

namespace hanse::cli {

// The commands of two tools, for cli/strategy/table.cc.
std::span<const Command> assess_commands();
std::span<const Command> doctor_commands();

}  // namespace hanse::cli
