// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace hanse::contract {

// docs/reference/formats.md, from the tables of formats and types. Pure.
std::string formats_markdown();

}  // namespace hanse::contract
