// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace hanse::govern {

// The statement behind `EXPLAIN POLICY`, without regard to case and blanks; none when it is
// another.
std::optional<std::string_view> explained_statement(std::string_view sql);

}  // namespace hanse::govern
