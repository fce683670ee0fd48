// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace hanse::strategy {

// What a figure rests on, the weakest last. Every figure of a report says so, with where it can be
// looked up.
enum class Basis {
  kMeasured,  // computed from the mesh's own facts: `source` is the query
  kStated,    // somebody said so: `source` is who, when, and how sure
  kClaimed,   // published elsewhere: `source` is where; never a default
};
std::string_view basis_name(Basis basis);  // measured | stated | claimed
std::optional<Basis> basis_of(std::string_view name);

// A number and what it rests on. A figure that cannot be given has no value, and `source` says
// which fact is missing and how to provide it.
struct Figure {
  std::string id, label;
  std::optional<double> value;
  std::string unit;                    // %, hours, EUR, …; empty: a count
  Basis basis = Basis::kStated;
  std::string source;
  std::optional<double> low, high;     // calibrated 90 % interval
  double weight = 1;                   // how much of the result rests on it; at least 0
};
Json to_json(const Figure& figure);

// The value with its unit as people read it: three significant digits, thousands apart by a narrow
// blank; `–` without a value.
std::string figure_text(const Figure& figure);
std::string number_text(double value);

// Which share of a result rests on what: by weight, over figures that have a value. All 0 when
// there are none.
struct Shares {
  double measured = 0, stated = 0, claimed = 0;  // from 0 to 1
};
Shares shares_of(const std::vector<Figure>& figures);
std::string shares_text(const Shares& shares);  // "62 % measured, 30 % stated, 8 % claimed"

}  // namespace hanse::strategy
