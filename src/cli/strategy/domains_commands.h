// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "cli/commands.h"

namespace hanse::cli {

std::span<const Command> domains_commands();  // its table: discover, what-if, import, partition
int run_domains_discover(const Options& options);
int run_domains_what_if(const Options& options);
int run_domains_import(const Options& options);
int run_worksheet(const Options& options);

}  // namespace hanse::cli
