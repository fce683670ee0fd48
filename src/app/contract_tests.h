// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "contract/test_contracts.h"

namespace hanse::app {

struct ContractTestOptions {
  std::vector<std::string> files;
  std::string server, data;  // empty: as the contracts state
  int samples = 5;
  std::string now;  // RFC 3339; empty: by the clock
};
// Tests contracts that stand outside any mesh against the data of their servers, by an engine of
// its own. Nothing is left behind. Errors as contract::test_contracts; kInvalidArgument for a time
// that is none.
Result<contract::TestedContracts> test_contracts(const ContractTestOptions& options);

}  // namespace hanse::app
