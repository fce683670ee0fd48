// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

namespace hanse::strategy {

// Measures of a row of yearly flows; flow 0 falls now, flow y at the end of year y. Pure.

// Σ flow_y / (1 + rate)^y. `rate` above -1.
double net_present_value(const std::vector<double>& flows, double rate);
std::vector<double> discounted(const std::vector<double>& flows, double rate);

// Every rate at which the net present value is 0, ascending; empty when there is none. All of
// them: flows that change sign more than once may have several (Descartes), and then none is "the"
// rate. Looked for from -99 % to 1e6 (100 million %). Roots that only touch 0 are found within
// rounding.
std::vector<double> internal_rates(const std::vector<double>& flows);

// Years until the flows added up are never below 0 again, counted within the year in proportion;
// none when that does not happen. 0 when they never are below it.
std::optional<double> payback_years(const std::vector<double>& flows);

// The value of a right, not a duty, to invest `exercise` in `years` for what is worth `underlying`
// now: Black, Scholes 1973, as TEI values flexibility. `volatility` a year above 0.
struct RealOption {
  double underlying = 0, exercise = 0, years = 0, volatility = 0, rate = 0;
};
double real_option_value(const RealOption& option);

}  // namespace hanse::strategy
