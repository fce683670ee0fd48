// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace hanse::spec {

// docs/reference/errors.md: every code of code_table() with its rule and both examples.
std::string errors_markdown();

}  // namespace hanse::spec
