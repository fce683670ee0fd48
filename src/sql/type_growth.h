// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "base/json.h"
#include "base/result.h"

namespace hanse::sql {

constexpr size_t kTypePartsMax = 2'000;

// A struct of a struct of a struct, each holding the one below twice, is a short text with a type
// of millions of parts, and so is `SELECT *, *` over itself: the engine's binder works on them for
// minutes and cannot be interrupted. Refuses (kLimitExceeded, with position) a statement of which a
// row or a value may have more than kTypePartsMax parts, where a table's row is one part and so is
// each of its columns: an estimate from above. `ast` is what engine::Parser gives and inspect()
// admitted. Pure.
Status check_type_growth(const Json& ast);

}  // namespace hanse::sql
