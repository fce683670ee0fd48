// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "contract/profile_shape.h"

namespace hanse::contract {

// The statements that count a profile, and the reading of their one row. Pure.

// All columns of the frame as text, cut to kSampleTextMax, of `rows` rows chosen by a fixed seed.
std::string sample_sql(const Frame& frame, size_t rows);

// The value of a column, NULL for words that mean so.
std::string value_sql(const ColumnProfile& column, const std::string& expression);

// One aggregate row over the frame's columns `from` to `to`, whose type candidates are known: the
// number of rows, then what take_counts takes.
Result<std::string> counts_sql(const Frame& frame, std::pair<size_t, size_t> range,
                               const TableProfile& profile);
using CountCells = std::vector<std::optional<std::string>>;
void take_counts(const Frame& frame, std::pair<size_t, size_t> range, const CountCells& cells,
                 TableProfile& profile);

// A number of one cell; 0 for what is none.
int64_t count_of(const std::optional<std::string>& cell);
// {"a": 3, "b": 1}: most frequent first, then by value.
std::vector<ValueCount> value_counts(const std::optional<std::string>& cell);

}  // namespace hanse::contract
