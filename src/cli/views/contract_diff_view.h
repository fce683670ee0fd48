// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "contract/compatibility.h"

namespace hanse::cli::views {

// What `hanse contract diff` has to say, rendered in three ways. Borrows both contracts.
struct ContractDiff {
  const spec::DataContract& before;
  const spec::DataContract& after;
  contract::Perspective perspective;
  std::vector<contract::ContractChange> changes;
  contract::VersionVerdict version;
  Diagnostics findings;  // HNS-C040 to HNS-C042
};

std::string human(const ContractDiff& diff);
std::string markdown(const ContractDiff& diff);
// {"format_version":1,"before":{…},"after":{…},"perspective","changes":[…],"summary":{…},
// "version":{…},"diagnostics":[…]}; docs/reference/contract.md says what each holds.
std::string json(const ContractDiff& diff);

}  // namespace hanse::cli::views
