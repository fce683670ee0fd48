// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.h"

namespace hanse::postgres {

// A cast node to one of the catalog's types (regclass, regtype, name, oid, int2vector, "char", …)
// becomes what the engine has for it, in place; others stay. Called from the outside in: a cast
// around it says whether a number or a name is wanted. Constants like '{a,b}' that are cast to a
// list become lists.
void replace_casts(Json& cast);

// Whether a cast is to a type whose values are objects of the catalog (regclass, regtype, …).
bool is_reference_cast(const Json& node);

// '{1,2}' becomes a list of these numbers; other values stay.
void replace_number_array(Json& value);
// '{a,b}' becomes a list of these texts; other values stay.
void replace_text_array(Json& value);

}  // namespace hanse::postgres
