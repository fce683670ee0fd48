// SPDX-License-Identifier: Apache-2.0
#include "strategy/value/distribution.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "base/check.h"

namespace hanse::strategy {
namespace {

constexpr std::array<std::string_view, 6> kShapes = {"fixed",      "normal", "lognormal",
                                                     "triangular", "pert",   "uniform"};
constexpr double kLow = 0.05, kHigh = 0.95;  // what the ends of the interval are
constexpr double kZ95 = 1.6448536269514722;  // normal_quantile(kHigh)
constexpr int kHalvings = 60;

bool has_mode(DistributionShape shape) {
  return shape == DistributionShape::kTriangular || shape == DistributionShape::kPert;
}

// The quantile of the shape over [0, 1] with its mode at `mode`.
double unit_quantile(DistributionShape shape, double mode, double p) {
  if (shape == DistributionShape::kPert) return beta_quantile(p, 1 + 4 * mode, 5 - 4 * mode);
  if (p <= mode) return std::sqrt(p * mode);
  return 1 - std::sqrt((1 - p) * (1 - mode));
}

// Where the mode of the scaled shape comes to lie when its quantiles are the interval's ends.
double mode_at(const Estimate& estimate, double mode) {
  const double below = unit_quantile(estimate.shape, mode, kLow);
  const double above = unit_quantile(estimate.shape, mode, kHigh);
  return estimate.low + (estimate.high - estimate.low) * (mode - below) / (above - below);
}

double solved_mode(const Estimate& estimate) {
  double low = 0, high = 1;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (mode_at(estimate, middle) < estimate.likely ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

std::string_view shape_name(DistributionShape shape) { return kShapes[static_cast<size_t>(shape)]; }

std::optional<DistributionShape> shape_of(std::string_view name) {
  for (size_t i = 0; i < kShapes.size(); ++i)
    if (kShapes[i] == name) return static_cast<DistributionShape>(i);
  return std::nullopt;
}

std::string estimate_problem(const Estimate& estimate) {
  constexpr double kSizeMax = 1e15;  // beyond it sums of flows lose whole units
  for (const double value : {estimate.low, estimate.high, estimate.likely})
    if (!std::isfinite(value) || std::abs(value) > kSizeMax)
      return "expected numbers from -1e15 to 1e15";
  if (estimate.shape == DistributionShape::kFixed) return {};
  if (!(estimate.low < estimate.high)) return "expected `low` below `high`";
  if (estimate.shape == DistributionShape::kLognormal && estimate.low <= 0)
    return "expected `low` above 0: a lognormal input is positive";
  if (has_mode(estimate.shape) &&
      !(estimate.low <= estimate.likely && estimate.likely <= estimate.high))
    return "expected `value`, the most likely one, between `low` and `high`";
  return {};
}

double base_of(const Estimate& estimate) {
  HANSE_CHECK(estimate_problem(estimate).empty(), "an estimate is checked before it is used");
  switch (estimate.shape) {
    case DistributionShape::kNormal:
    case DistributionShape::kUniform:
      return (estimate.low + estimate.high) / 2;
    case DistributionShape::kLognormal:
      return std::sqrt(estimate.low * estimate.high);
    case DistributionShape::kFixed:
    case DistributionShape::kTriangular:
    case DistributionShape::kPert:
      break;
  }
  return estimate.likely;
}

Distribution::Distribution(const Estimate& estimate) : estimate_(estimate) {
  HANSE_CHECK(estimate_problem(estimate).empty(), "an estimate is checked before it is used");
  const double low = estimate.low, high = estimate.high;
  switch (estimate.shape) {
    case DistributionShape::kFixed:
      return;
    case DistributionShape::kNormal:
      location_ = (low + high) / 2;
      scale_ = (high - low) / (2 * kZ95);
      return;
    case DistributionShape::kLognormal:
      location_ = (std::log(low) + std::log(high)) / 2;
      scale_ = (std::log(high) - std::log(low)) / (2 * kZ95);
      return;
    case DistributionShape::kUniform:
      width_ = (high - low) / (kHigh - kLow);
      from_ = low - kLow * width_;
      return;
    case DistributionShape::kTriangular:
    case DistributionShape::kPert: {
      mode_ = solved_mode(estimate);
      const double below = unit_quantile(estimate.shape, mode_, kLow);
      const double above = unit_quantile(estimate.shape, mode_, kHigh);
      width_ = (high - low) / (above - below);
      from_ = low - width_ * below;
      return;
    }
  }
}

double Distribution::quantile(double p) const {
  switch (estimate_.shape) {
    case DistributionShape::kFixed:
      return estimate_.likely;
    case DistributionShape::kNormal:
      return location_ + scale_ * normal_quantile(p);
    case DistributionShape::kLognormal:
      return std::exp(location_ + scale_ * normal_quantile(p));
    case DistributionShape::kUniform:
      return from_ + width_ * p;
    case DistributionShape::kTriangular:
    case DistributionShape::kPert:
      return from_ + width_ * unit_quantile(estimate_.shape, mode_, p);
  }
  return 0;
}

}  // namespace hanse::strategy
