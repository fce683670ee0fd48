// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <limits>

#include "strategy/value/distribution.h"

namespace hanse::strategy {
namespace {

// AS 241, highest power first.
constexpr std::array<double, 8> kA = {2.5090809287301226727e+3, 3.3430575583588128105e+4,
                                      6.7265770927008700853e+4, 4.5921953931549871457e+4,
                                      1.3731693765509461125e+4, 1.9715909503065514427e+3,
                                      1.3314166789178437745e+2, 3.3871328727963666080e+0};
constexpr std::array<double, 8> kB = {5.2264952788528545610e+3, 2.8729085735721942674e+4,
                                      3.9307895800092710610e+4, 2.1213794301586595867e+4,
                                      5.3941960214247511077e+3, 6.8718700749205790830e+2,
                                      4.2313330701600911252e+1, 1.0};
constexpr std::array<double, 8> kC = {7.74545014278341407640e-4, 2.27238449892691845833e-2,
                                      2.41780725177450611770e-1, 1.27045825245236838258e+0,
                                      3.64784832476320460504e+0, 5.76949722146069140550e+0,
                                      4.63033784615654529590e+0, 1.42343711074968357734e+0};
constexpr std::array<double, 8> kD = {1.05075007164441684324e-9, 5.47593808499534494600e-4,
                                      1.51986665636164571966e-2, 1.48103976427480074590e-1,
                                      6.89767334985100004550e-1, 1.67638483018380384940e+0,
                                      2.05319162663775882187e+0, 1.0};
constexpr std::array<double, 8> kE = {2.01033439929228813265e-7, 2.71155556874348757815e-5,
                                      1.24266094738807843860e-3, 2.65321895265761230930e-2,
                                      2.96560571828504891230e-1, 1.78482653991729133580e+0,
                                      5.46378491116411436990e+0, 6.65790464350110377720e+0};
constexpr std::array<double, 8> kF = {2.04426310338993978564e-15, 1.42151175831644588870e-7,
                                      1.84631831751005468180e-5,  7.86869131145613259100e-4,
                                      1.48753612908506148525e-2,  1.36929880922735805310e-1,
                                      5.99832206555887937690e-1,  1.0};
double polynomial(const std::array<double, 8>& coefficients, double x) {
  double value = 0;
  for (const double coefficient : coefficients) value = value * x + coefficient;
  return value;
}

// DLMF 8.17.22 by the modified method of Lentz.
double beta_fraction(double x, double alpha, double beta) {
  constexpr int kStepsMax = 500;
  constexpr double kTiny = 1e-300, kEnough = 1e-16;
  const auto off_zero = [](double value) { return std::abs(value) < kTiny ? kTiny : value; };
  double c = 1, d = 1 / off_zero(1 - (alpha + beta) * x / (alpha + 1));
  double value = d;
  for (int m = 1; m <= kStepsMax; ++m) {
    const double twice = 2.0 * m;
    const double even = m * (beta - m) * x / ((alpha + twice - 1) * (alpha + twice));
    d = 1 / off_zero(1 + even * d);
    c = off_zero(1 + even / c);
    value *= d * c;
    const double odd =
        -(alpha + m) * (alpha + beta + m) * x / ((alpha + twice) * (alpha + twice + 1));
    d = 1 / off_zero(1 + odd * d);
    c = off_zero(1 + odd / c);
    value *= d * c;
    if (std::abs(d * c - 1) < kEnough) break;
  }
  return value;
}

double log_beta_density(double x, double alpha, double beta) {
  return std::lgamma(alpha + beta) - std::lgamma(alpha) - std::lgamma(beta) +
         (alpha - 1) * std::log(x) + (beta - 1) * std::log1p(-x);
}

}  // namespace

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

double normal_quantile(double p) {
  constexpr double kCentral = 0.425, kTail = 5.0;
  const double q = p - 0.5;
  if (std::abs(q) <= kCentral) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kA, r) / polynomial(kB, r);
  }
  const double tail = std::sqrt(-std::log(q <= 0 ? p : 1 - p));
  const double size = tail <= kTail ? polynomial(kC, tail - 1.6) / polynomial(kD, tail - 1.6)
                                    : polynomial(kE, tail - kTail) / polynomial(kF, tail - kTail);
  return q < 0 ? -size : size;
}

double beta_cdf(double x, double alpha, double beta) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const double front = std::exp(log_beta_density(x, alpha, beta) + std::log(x) + std::log1p(-x));
  if (x < (alpha + 1) / (alpha + beta + 2)) return front * beta_fraction(x, alpha, beta) / alpha;
  return 1 - front * beta_fraction(1 - x, beta, alpha) / beta;
}

double beta_quantile(double p, double alpha, double beta) {
  constexpr int kStepsMax = 100;
  constexpr double kEnough = 1e-14;
  double low = 0, high = 1, x = alpha / (alpha + beta);
  for (int step = 0; step < kStepsMax && high - low > kEnough; ++step) {
    const double off = beta_cdf(x, alpha, beta) - p;
    (off > 0 ? high : low) = x;
    double next = x - off / std::exp(log_beta_density(x, alpha, beta));
    if (!(next > low && next < high)) next = (low + high) / 2;
    const bool is_still = std::abs(next - x) < kEnough;
    x = next;
    if (is_still) break;
  }
  return x;
}

}  // namespace hanse::strategy
