// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/json.h"

namespace hanse::postgres {

// The columns of a statement's result, which it names as PostgreSQL does where nothing else is
// stated: after the function, the column or the type, else `?column?`. The engine names them after
// their text.
std::vector<Json*> named_columns(Json& ast);

}  // namespace hanse::postgres
