// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hanse::strategy {

// Distributions of uncertain inputs, given as people can be asked for them: a 90 % interval (its
// ends are the 5 % and the 95 % quantile) and, for some, the most likely value. Pure.
enum class DistributionShape { kFixed, kNormal, kLognormal, kTriangular, kPert, kUniform };
std::string_view shape_name(DistributionShape shape);  // fixed | normal | …
std::optional<DistributionShape> shape_of(std::string_view name);

// What somebody said of an input. Without an interval it is taken for certain.
struct Estimate {
  DistributionShape shape = DistributionShape::kFixed;
  double low = 0, high = 0;  // 5 % and 95 %
  double likely = 0;         // kFixed: the value; kTriangular, kPert: the most likely one (mode)
};
// Why it cannot be a distribution, for people; empty when it can.
std::string estimate_problem(const Estimate& estimate);
// Its one value where there is no range: the mode if it was given, else the median. HANSE_CHECK:
// estimate_problem is empty.
double base_of(const Estimate& estimate);

// A distribution with exactly these quantiles. Triangular and PERT (Vose 2008: a beta with
// α = 1 + 4t, β = 5 − 4t over [from, to], t where the mode lies) get the ends that put 5 % below
// `low` and 5 % above `high`.
class Distribution {
 public:
  explicit Distribution(const Estimate& estimate);  // HANSE_CHECK: estimate_problem is empty
  double quantile(double p) const;                  // p in (0, 1): the inverse of the CDF
  double base() const { return base_of(estimate_); }

 private:
  Estimate estimate_;
  double from_ = 0, width_ = 0, mode_ = 0;  // kTriangular, kPert, kUniform; mode_ in [0, 1]
  double location_ = 0, scale_ = 0;         // kNormal; kLognormal: of the logarithm
};

// Φ and its inverse: Wichura 1988, algorithm AS 241 (PPND16), relative error about 1e-16.
double normal_cdf(double x);
double normal_quantile(double p);  // p in (0, 1)
// The regularised incomplete beta function by its continued fraction (DLMF 8.17.22), and its
// inverse by bisection and Newton steps to 1e-13. α and β at least 1.
double beta_cdf(double x, double alpha, double beta);
double beta_quantile(double p, double alpha, double beta);

}  // namespace hanse::strategy
