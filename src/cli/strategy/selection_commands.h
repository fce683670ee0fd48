// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "cli/commands.h"

namespace hanse::cli {

std::span<const Command> selection_commands();  // `select` and its parts

}  // namespace hanse::cli
