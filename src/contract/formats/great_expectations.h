// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "contract/formats/format.h"

namespace hanse::contract {

// Expectation suites of Great Expectations 1.x, JSON: one a table, a list of them for several.
Result<std::string> export_great_expectations(const spec::DataContract& contract, Losses& losses);
// One suite or a list. Expectations that a contract has no place for are HNS-C081.
void import_great_expectations(const std::shared_ptr<const SourceFile>& source, Imported& imported);

}  // namespace hanse::contract
