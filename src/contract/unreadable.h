// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/error.h"
#include "contract/check.h"
#include "contract/tested_table.h"

namespace hanse::contract {

// Why the files of a table cannot be read, in words of ours: the line that the engine stumbled over
// where it tells one; its own words hold paths and settings. Pure.
std::string unreadable_text(const TableUnderTest& table, const Error& error);

// The one finding of a table that cannot be read (HNS-C006). Pure.
Outcome unreadable_outcome(const spec::SchemaObject& table, std::string reason);

}  // namespace hanse::contract
