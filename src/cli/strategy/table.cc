// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "cli/commands.h"
#include "cli/strategy/domains_commands.h"
#include "cli/strategy/metrics_commands.h"
#include "cli/strategy/programme_commands.h"
#include "cli/strategy/publish_command.h"
#include "cli/strategy/selection_commands.h"
#include "cli/strategy/strategy_commands.h"
#include "cli/strategy/value_commands.h"

namespace hanse::cli {

// Each tool has its commands in a table of its own; this joins them.
std::span<const Command> strategy_commands() {
  static const std::vector<Command> kAll = [] {
    std::vector<Command> all;
    for (const std::span<const Command>& part :
         {domains_commands(), metrics_commands(), programme_commands(), publish_commands(),
          selection_commands(), assess_commands(), doctor_commands(), value_commands()})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return kAll;
}

}  // namespace hanse::cli
