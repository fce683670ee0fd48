// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "catalog/sqlite.h"
#include "identity/provider.h"

namespace hanse::catalog {

// The tokens of `state.sqlite`; the caller holds the store's lock or transaction.
Status insert_token(Database& database, const identity::StoredToken& token);
// kNotFound when there is none of that id, or it was ended before.
Status end_token(Database& database, const std::string& id, int64_t at_us);
// Newest first; `column`: "id" or "user".
Result<std::vector<identity::StoredToken>> read_tokens(Database& database, const char* column,
                                                       const std::string& value);

}  // namespace hanse::catalog
