// SPDX-License-Identifier: Apache-2.0
#include "strategy/figure.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

namespace hanse::strategy {
namespace {

constexpr std::array<std::string_view, 3> kBasisNames = {"measured", "stated", "claimed"};
constexpr std::string_view kNarrowBlank = "\u202f";
constexpr double kWholeFrom = 100;  // from here on digits after the point say nothing

std::string with_thousands(const std::string& digits) {
  std::string out;
  const size_t lead = digits.size() % 3;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && i % 3 == lead) out += kNarrowBlank;
    out += digits[i];
  }
  return out;
}

}  // namespace

std::string_view basis_name(Basis basis) { return kBasisNames[static_cast<size_t>(basis)]; }

std::optional<Basis> basis_of(std::string_view name) {
  for (size_t i = 0; i < kBasisNames.size(); ++i)
    if (kBasisNames[i] == name) return static_cast<Basis>(i);
  return std::nullopt;
}

std::string number_text(double value) {
  if (!std::isfinite(value)) return "–";
  const std::string sign = value < 0 ? "−" : "";
  const double size = std::abs(value);
  if (size >= kWholeFrom) return sign + with_thousands(fmt::format("{:.0f}", size));
  std::string digits = fmt::format("{:.{}f}", size, size >= 10 ? 1 : size >= 1 ? 2 : 3);
  if (digits.find('.') != std::string::npos) {
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.ends_with('.')) digits.pop_back();
  }
  return digits == "0" ? digits : sign + digits;
}

std::string figure_text(const Figure& figure) {
  if (!figure.value) return "–";
  std::string text = number_text(*figure.value);
  if (!figure.unit.empty()) text += " " + figure.unit;
  if (figure.low && figure.high)
    text += fmt::format(" ({} to {})", number_text(*figure.low), number_text(*figure.high));
  return text;
}

Json to_json(const Figure& figure) {
  Json json = Json::object({{"id", figure.id},
                            {"label", figure.label},
                            {"value", figure.value ? Json(*figure.value) : Json()},
                            {"unit", figure.unit},
                            {"basis", basis_name(figure.basis)},
                            {"source", figure.source}});
  if (figure.low) json.set("low", *figure.low);
  if (figure.high) json.set("high", *figure.high);
  return json;
}

Shares shares_of(const std::vector<Figure>& figures) {
  std::array<double, 3> by_basis = {0, 0, 0};
  double all = 0;
  for (const Figure& figure : figures) {
    if (!figure.value || figure.weight <= 0) continue;
    by_basis[static_cast<size_t>(figure.basis)] += figure.weight;
    all += figure.weight;
  }
  if (all <= 0) return {};
  return {by_basis[0] / all, by_basis[1] / all, by_basis[2] / all};
}

std::string shares_text(const Shares& shares) {
  if (shares.measured + shares.stated + shares.claimed <= 0) return "no figure has a value";
  // Whole percents that add up to 100: what rounding loses goes to the largest.
  std::array<double, 3> parts = {shares.measured, shares.stated, shares.claimed};
  std::array<int, 3> whole = {};
  size_t largest = 0;
  int sum = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    whole[i] = static_cast<int>(std::lround(parts[i] * 100));
    sum += whole[i];
    if (parts[i] > parts[largest]) largest = i;
  }
  whole[largest] += 100 - sum;
  return fmt::format("{} % measured, {} % stated, {} % claimed", whole[0], whole[1], whole[2]);
}

}  // namespace hanse::strategy
