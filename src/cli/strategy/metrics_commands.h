// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "cli/commands.h"

namespace hanse::cli {

std::span<const Command> metrics_commands();

}  // namespace hanse::cli
