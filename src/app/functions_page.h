// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace hanse::app {

// docs/reference/functions.md: the function allow-list.
std::string functions_markdown();

}  // namespace hanse::app
