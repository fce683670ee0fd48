// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "spec/contract.h"

namespace hanse::spec {

// A contract as the standard writes it (ODCS 3.2.0), fields in the order of the standard's text,
// what states nothing left out. Pure; decoding what it gives yields an equal contract, places
// apart.
Json contract_json(const DataContract& contract);
// The same as YAML.
std::string write_contract(const DataContract& contract);

}  // namespace hanse::spec
