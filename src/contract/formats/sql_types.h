// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "contract/formats/sql_dialect.h"

namespace hanse::contract {

// The dialect's type of a column, nested ones included; what it does not keep goes to `losses`.
std::string sql_type_of(const Dialect& dialect, const spec::Property& property,
                        const std::string& place, Losses& losses);
// What a CHECK can hold of a column's logicalTypeOptions and enum: conditions, to be joined by AND.
// The rest goes to `losses`. `column`: the identifier as it is written.
std::vector<std::string> sql_conditions(const Dialect& dialect, const spec::Property& property,
                                        const std::string& column, const std::string& place,
                                        Losses& losses);

}  // namespace hanse::contract
