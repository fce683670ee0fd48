// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "cli/commands.h"

namespace hanse::cli {

std::span<const Command> value_commands();  // `roi` and its parts

}  // namespace hanse::cli
