// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

namespace hanse::strategy {

// Why a strategy file that is in form is no more than the template it came from, for people; empty
// when it says something. Of every kind that a command writes to be filled in (`roadmap init`,
// `roi init`, `change init`, `assess questions`, `worksheet --write`); others are taken as they
// are: people wrote them, or a tool kept a result. Pure.
std::string draft_reason(std::string_view kind, const Json& document);

}  // namespace hanse::strategy
