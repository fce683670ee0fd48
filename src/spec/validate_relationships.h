// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "spec/validation.h"

namespace hanse::spec {

// Both ends of every relationship within one contract exist: HNS-S047. Those into other contracts
// are held against data by `contract test`.
void validate_relationships(Validation& validation, const DataContract& contract);

}  // namespace hanse::spec
