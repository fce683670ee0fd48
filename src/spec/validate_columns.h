// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "spec/validation.h"

namespace hanse::spec {

// One column and all that lies in it: bounds, patterns, closed lists of values, quality rules and
// nested types (HNS-V062 to V066, V069). `object` names the contract.
void validate_column(Validation& validation, const std::string& object, const Property& column);

}  // namespace hanse::spec
