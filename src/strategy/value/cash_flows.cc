// SPDX-License-Identifier: Apache-2.0
#include "strategy/value/cash_flows.h"

#include <algorithm>
#include <cmath>

#include "strategy/value/distribution.h"

namespace hanse::strategy {
namespace {

// In x = 1 / (1 + rate) the net present value is a polynomial; coefficients from x^0 up.
using Polynomial = std::vector<double>;
constexpr double kFrom = 1.0 / (1.0 + 1e6), kTo = 100;  // of x: rates from 1e6 down to -99 %
constexpr int kHalvings = 200;
constexpr double kTouches = 1e-12;  // of the sum of all terms' sizes

double at(const Polynomial& polynomial, double x) {
  double value = 0;
  for (size_t i = polynomial.size(); i-- > 0;) value = value * x + polynomial[i];
  return value;
}

bool touches_zero(const Polynomial& polynomial, double x) {
  double size = 0, power = 1;
  for (const double coefficient : polynomial) {
    size += std::abs(coefficient * power);
    power *= x;
  }
  return std::abs(at(polynomial, x)) <= kTouches * size;
}

double bisected(const Polynomial& polynomial, double low, double high) {
  const bool rises = at(polynomial, low) < 0;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    ((at(polynomial, middle) < 0) == rises ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

// Between two neighbouring roots of its derivative a polynomial has at most one root of its own.
std::vector<double> roots_of(const Polynomial& polynomial) {
  if (polynomial.size() < 2) return {};
  Polynomial derivative;
  for (size_t i = 1; i < polynomial.size(); ++i)
    derivative.push_back(polynomial[i] * static_cast<double>(i));
  std::vector<double> stops = {kFrom};
  for (const double stop : roots_of(derivative)) stops.push_back(stop);
  stops.push_back(kTo);
  std::vector<double> roots;
  for (size_t i = 0; i + 1 < stops.size(); ++i) {
    const double left = at(polynomial, stops[i]), right = at(polynomial, stops[i + 1]);
    if (touches_zero(polynomial, stops[i])) {
      roots.push_back(stops[i]);
    } else if (!touches_zero(polynomial, stops[i + 1]) && (left < 0) != (right < 0)) {
      roots.push_back(bisected(polynomial, stops[i], stops[i + 1]));
    }
  }
  if (touches_zero(polynomial, kTo)) roots.push_back(kTo);
  return roots;
}

}  // namespace

double net_present_value(const std::vector<double>& flows, double rate) {
  double value = 0;
  for (size_t i = flows.size(); i-- > 0;) value = value / (1 + rate) + flows[i];
  return value;
}

std::vector<double> discounted(const std::vector<double>& flows, double rate) {
  std::vector<double> out;
  double factor = 1;
  for (const double flow : flows) {
    out.push_back(flow * factor);
    factor /= 1 + rate;
  }
  return out;
}

std::vector<double> internal_rates(const std::vector<double>& flows) {
  Polynomial polynomial = flows;
  double largest = 0;
  for (const double flow : flows) largest = std::max(largest, std::abs(flow));
  if (largest == 0) return {};
  for (double& coefficient : polynomial) coefficient /= largest;
  while (!polynomial.empty() && polynomial.back() == 0) polynomial.pop_back();
  size_t zeros = 0;  // a factor x^n has the root 0 only, which is no rate
  while (zeros < polynomial.size() && polynomial[zeros] == 0) ++zeros;
  polynomial.erase(polynomial.begin(), polynomial.begin() + static_cast<std::ptrdiff_t>(zeros));
  std::vector<double> rates;
  for (const double x : roots_of(polynomial)) rates.push_back(1 / x - 1);
  std::sort(rates.begin(), rates.end());
  return rates;
}

std::optional<double> payback_years(const std::vector<double>& flows) {
  double sum = 0;
  std::optional<double> since = 0;
  for (size_t year = 0; year < flows.size(); ++year) {
    const double before = sum;
    sum += flows[year];
    if (sum < 0)
      since.reset();
    else if (!since)
      since = static_cast<double>(year) - 1 + (flows[year] > 0 ? -before / flows[year] : 1);
  }
  return since;
}

double real_option_value(const RealOption& option) {
  const double strike = option.exercise * std::exp(-option.rate * option.years);
  if (option.underlying <= 0) return 0;
  if (strike <= 0) return option.underlying - strike;
  const double spread = option.volatility * std::sqrt(option.years);
  if (!(spread > 0)) return std::max(0.0, option.underlying - strike);
  const double d1 = std::log(option.underlying / strike) / spread + spread / 2;
  return option.underlying * normal_cdf(d1) - strike * normal_cdf(d1 - spread);
}

}  // namespace hanse::strategy
