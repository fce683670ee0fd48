// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace hanse::spec {

// Whether an entry of `stores.sources` names a database ("postgres://host:port/database"), not a
// folder.
inline bool is_database_address(std::string_view entry) { return entry.starts_with("postgres://"); }

}  // namespace hanse::spec
