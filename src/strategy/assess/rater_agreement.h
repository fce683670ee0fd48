// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

namespace hanse::strategy {

// How far raters agree on one item, or on several of one construct. Pure.

// Median, and the interquartile range: quartiles by linear interpolation between order statistics
// (type 7 of Hyndman, Fan, Sample Quantiles in Statistical Packages, Am. Stat. 50(4), 1996). Of at
// least one rating.
double rating_median(std::vector<double> ratings);
double rating_iqr(std::vector<double> ratings);

// r_wg = 1 - s² / σ²_EU, where s² is the variance of the ratings (n - 1) and σ²_EU = (A² - 1) / 12
// that of the uniform null over A options. Below 0 counts as 0. None: fewer than two raters.
// James, Demaree, Wolf, Estimating Within-Group Interrater Reliability With and Without Response
// Bias, J. Applied Psychology 69(1), 1984.
std::optional<double> rwg(const std::vector<double>& ratings, int options);

// The same over J items: r_wg(J) = J (1 - m) / (J (1 - m) + m), where m is the mean of s² over the
// items with two raters, divided by σ²_EU; 0 when m is 1 or more. None: no such item.
std::optional<double> rwg_of_items(const std::vector<std::vector<double>>& items, int options);

// From here on agreement is taken as given: .70, as is common (LeBreton, Senter, Organizational
// Research Methods 11(4), 2008, with its reservations).
constexpr double kRwgAgreed = 0.70;

}  // namespace hanse::strategy
