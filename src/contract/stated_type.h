// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "spec/contract.h"

namespace hanse::contract {

// The contract column that is read from the engine type of a file's column without loss, nested
// ones included: `STRUCT(a INTEGER, b VARCHAR[])`. Nothing for types that no contract keeps. Names
// of members are those of the file. Pure.
std::optional<spec::Property> property_of_engine_type(std::string_view type);

}  // namespace hanse::contract
