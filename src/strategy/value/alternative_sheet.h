// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "strategy/value/answer.h"
#include "strategy/value/sheet.h"

namespace hanse::strategy {

// Where the cells of a model are, for formulas of other sheets.
struct ModelCells {
  std::vector<std::string> inputs;                         // 'Inputs'!$C$4, one an input
  std::vector<std::vector<std::string>> ramps;             // one a year, from 0
  std::string product(const ValueFactors& factors) const;  // "1" of none
};
// And those of an alternative.
struct AlternativeCells {
  std::string npv, rate, payback, discounted_payback, costs, cashable, other, flexibility;
  std::string no_rate;  // what the cell of the rate says instead; empty: it has one
};
constexpr std::string_view kNoPayback = "not within the horizon";
// A row a flow and risk, a column a year; sums, measures and options below.
AlternativeCells write_alternative(Sheet& sheet, const ValueModel& model,
                                   const ValueAlternative& alternative,
                                   const AlternativeValue& value, const ModelCells& cells);

}  // namespace hanse::strategy
