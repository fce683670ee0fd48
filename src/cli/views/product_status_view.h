// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/json.h"

namespace hanse::cli::views {

// app::product_status for people: a line a table, what is not kept below it.
std::string product_status_text(const Json& document);

}  // namespace hanse::cli::views
