// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "contract/formats/format.h"

namespace hanse::contract {

// What stands in a contract and in none of `carried`, in order. Each is a list of words LEVEL.FIELD
// with the standard's names, blanks between; `LEVEL.*` is all of them. Levels are `contract`,
// `description`, `table`, `property`, `nested` (below another property), `options` and
// `nestedOptions` (logicalTypeOptions), and for the parts of what is carried: `enum`, `rule`,
// `relation`, `definition`, `custom`, `server`, `sla`, `role`, `team`, `member`, `support`.
// What stands for a default (an empty list, `false`) is not lost.
std::vector<Lost> not_carried(const spec::Node& document,
                              std::span<const std::string_view> carried);
// The words of all of them.
std::set<std::string_view> carried_words(std::span<const std::string_view> carried);

}  // namespace hanse::contract
