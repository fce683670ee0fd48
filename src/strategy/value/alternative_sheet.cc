// SPDX-License-Identifier: Apache-2.0
#include "strategy/value/alternative_sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "strategy/value/cash_flows.h"

namespace hanse::strategy {
namespace {

constexpr uint16_t kName = 0, kKind = 1, kYear0 = 2;
constexpr uint32_t kYears = 0, kFactor = 1, kFirst = 2;  // rows

class AlternativeSheet {
 public:
  AlternativeSheet(Sheet& sheet, const ValueModel& model, const ValueAlternative& alternative,
                   const AlternativeValue& value, const ModelCells& cells)
      : sheet_(sheet),
        model_(model),
        alternative_(alternative),
        value_(value),
        cells_(cells),
        numbers_(base_numbers(model)),
        rate_(discount_rate(model, numbers_)),
        last_(static_cast<uint16_t>(kYear0 + model.horizon_years)) {}

  AlternativeCells write() {
    head();
    for (const ValueFlow& flow : alternative_.flows) add(flow);
    for (const ValueRisk& risk : alternative_.risks) add(risk);
    end_ = row_;
    sums();
    measures();
    for (const ValueOption& option : alternative_.options) add(option);
    option_sum();
    return out_;
  }

 private:
  std::string years(uint32_t row) const { return range_name(row, kYear0, last_); }
  int64_t year_of(uint16_t column) const { return column - kYear0; }
  double factor(int64_t year) const { return 1 / std::pow(1 + rate_, static_cast<double>(year)); }
  std::string bias(const ValueFlow& flow) const {
    const ValueFactors& factors = flow.is_cost() ? model_.cost_bias : model_.benefit_bias;
    if (factors.empty()) return {};
    return fmt::format("*(1{}{})", flow.is_cost() ? '+' : '-', cells_.product(factors));
  }

  void head() {
    sheet_.width(kName, kName, 44);
    sheet_.width(kKind, last_, 16);
    sheet_.heading(kYears, kName, "year");
    sheet_.text(kFactor, kName, "discount factor");
    for (uint16_t column = kYear0; column <= last_; ++column) {
      const int64_t year = year_of(column);
      sheet_.number(kYears, column, static_cast<double>(year));
      sheet_.formula(
          kFactor, column,
          fmt::format("=1/(1+{})^{}", cells_.product(model_.rate), cell_name(kYears, column)),
          factor(year));
    }
  }

  void add(const ValueFlow& flow) {
    sheet_.text(row_, kName, flow.name);
    sheet_.text(row_, kKind, flow.is_cost() ? "cost" : flow.cashable ? "cashable" : "non-cashable");
    for (uint16_t column = kYear0; column <= last_; ++column) {
      const int64_t year = year_of(column);
      if (!flows_in(model_, flow, year)) {
        sheet_.number(row_, column, 0);
        continue;
      }
      std::string formula =
          fmt::format("={}{}", flow.is_cost() ? "-" : "", cells_.product(flow.factors));
      if (flow.ramp) formula += "*" + cells_.ramps[*flow.ramp][static_cast<size_t>(year)];
      sheet_.formula(row_, column, formula + bias(flow), flow_amount(model_, flow, year, numbers_));
    }
    ++row_;
  }

  void add(const ValueRisk& risk) {
    sheet_.text(row_, kName, risk.name);
    sheet_.text(row_, kKind, "risk");
    for (uint16_t column = kYear0; column <= last_; ++column) {
      if (year_of(column) != risk.year) {
        sheet_.number(row_, column, 0);
        continue;
      }
      sheet_.formula(
          row_, column,
          fmt::format("=-{}*{}", cells_.product(risk.probability), cells_.product(risk.impact)),
          -risk_probability(risk, numbers_) * product_of(risk.impact, numbers_));
    }
    ++row_;
  }

  // A row of a formula a year; `of(column)` gives it, `values` what it gives now.
  template <typename Of>
  uint32_t sum_row(const char* name, const std::vector<double>& values, const Of& of) {
    sheet_.heading(row_, kName, name);
    for (uint16_t column = kYear0; column <= last_; ++column)
      sheet_.formula(row_, column, of(column), values[static_cast<size_t>(year_of(column))]);
    return row_++;
  }
  uint32_t added_up(const char* name, uint32_t of, const std::vector<double>& values) {
    return sum_row(name, values, [&](uint16_t column) {
      return column == kYear0
                 ? "=" + cell_name(of, column)
                 : fmt::format("={}+{}", cell_name(row_, column - 1), cell_name(of, column));
    });
  }
  uint32_t stays(const char* name, uint32_t sums, const std::vector<double>& values) {
    std::vector<double> flags(values.size());
    for (size_t i = 0; i < values.size(); ++i)
      flags[i] =
          *std::min_element(values.begin() + static_cast<std::ptrdiff_t>(i), values.end()) >= 0;
    return sum_row(name, flags, [&](uint16_t column) {
      return fmt::format("=IF(MIN({}:{})>=0,1,0)", cell_name(sums, column), cell_name(sums, last_));
    });
  }

  void sums() {
    ++row_;
    const std::vector<double> discounted_flows = discounted(value_.flows, rate_);
    std::vector<double> discounted_sums;
    double sum = 0;
    for (const double flow : discounted_flows) discounted_sums.push_back(sum += flow);
    net_ = sum_row("net flow", value_.flows, [&](uint16_t column) {
      return end_ == kFirst ? std::string("=0")
                            : fmt::format("=SUM({}:{})", cell_name(kFirst, column),
                                          cell_name(end_ - 1, column));
    });
    sums_ = added_up("added up", net_, value_.cumulative);
    discounted_ = sum_row("discounted", discounted_flows, [&](uint16_t column) {
      return fmt::format("={}*{}", cell_name(net_, column), cell_name(kFactor, column));
    });
    discounted_sums_ = added_up("discounted, added up", discounted_, discounted_sums);
    sign_row();
    stays_ = stays("stays at 0 or above", sums_, value_.cumulative);
    discounted_stays_ = stays("stays, discounted", discounted_sums_, discounted_sums);
  }

  // The sign of each net flow, or of the last one that was none: where it turns, flows turn.
  void sign_row() {
    std::vector<double> signs;
    for (const double flow : value_.flows)
      signs.push_back(flow > 0   ? 1
                      : flow < 0 ? -1
                                 : (signs.empty() ? 0 : signs.back()));
    for (size_t i = 1; i < signs.size(); ++i) turns_ += signs[i - 1] * signs[i] < 0 ? 1 : 0;
    signs_ = sum_row("sign of the net flow", signs, [&](uint16_t column) {
      const std::string net = cell_name(net_, column);
      return column == kYear0
                 ? fmt::format("=SIGN({})", net)
                 : fmt::format("=IF({0}=0,{1},SIGN({0}))", net, cell_name(row_, column - 1));
    });
  }

  void measure(const char* name, const std::string& formula, double value, std::string& cell) {
    sheet_.heading(row_, kName, name);
    sheet_.formula(row_, kKind, formula, value);
    cell = sheet_.absolute(row_++, kKind);
  }
  void payback(const char* name, const std::optional<double>& years, uint32_t flows, uint32_t sums,
               uint32_t flags, std::string& cell) {
    const std::string match = fmt::format("MATCH(1,{},0)", this->years(flags));
    const std::string formula =
        fmt::format("=IFERROR(IF({0}=1,0,{0}-2-INDEX({1},1,{0}-1)/INDEX({2},1,{0})),\"{3}\")",
                    match, this->years(sums), this->years(flows), kNoPayback);
    sheet_.heading(row_, kName, name);
    if (years)
      sheet_.formula(row_, kKind, formula, *years);
    else
      sheet_.formula(row_, kKind, formula, std::string(kNoPayback));
    cell = sheet_.absolute(row_++, kKind);
  }
  void present_value(const char* name, const char* kind, double value, std::string& cell) {
    measure(name,
            end_ == kFirst
                ? std::string("=0")
                : fmt::format("=SUMPRODUCT(({}:{}=\"{}\")*{}:{}*{})", cell_name(kFirst, kKind),
                              cell_name(end_ - 1, kKind), kind, cell_name(kFirst, kYear0),
                              cell_name(end_ - 1, last_), years(kFactor)),
            value, cell);
  }

  void measures() {
    ++row_;
    const std::string later = range_name(net_, kYear0 + 1, last_);
    measure(
        "net present value",
        fmt::format("={}+NPV({},{})", cell_name(net_, kYear0), cells_.product(model_.rate), later),
        value_.npv, out_.npv);
    internal_rate();
    payback("payback, years", value_.payback, net_, sums_, stays_, out_.payback);
    payback("discounted payback, years", value_.discounted_payback, discounted_, discounted_sums_,
            discounted_stays_, out_.discounted_payback);
    present_value("present value of costs", "cost", value_.costs, out_.costs);
    present_value("present value of cashable benefits", "cashable", value_.cashable, out_.cashable);
    present_value("present value of non-cashable benefits", "non-cashable", value_.other,
                  out_.other);
  }

  // Spreadsheets search one rate from a guess: with more than one change of sign it may be any.
  void internal_rate() {
    const std::string changes =
        fmt::format("SUMPRODUCT(--({}*{}<0))", range_name(signs_, kYear0, last_ - 1),
                    range_name(signs_, kYear0 + 1, last_));
    const std::string formula =
        fmt::format("=IF({}>1,\"several are possible\",IFERROR(IRR({},{:.4f}),\"none\"))", changes,
                    years(net_), value_.rates.size() == 1 ? value_.rates[0] : 0.1);
    sheet_.heading(row_, kName, "internal rate of return");
    out_.no_rate = turns_ > 1 ? "several are possible" : value_.rates.empty() ? "none" : "";
    if (out_.no_rate.empty())
      sheet_.formula(row_, kKind, formula, value_.rates[0]);
    else
      sheet_.formula(row_, kKind, formula, out_.no_rate);
    out_.rate = sheet_.absolute(row_++, kKind);
  }

  // S·Φ(d1) − K·e^(−rT)·Φ(d1 − σ√T); what real_option_value has for nothing to be unsure of.
  void add(const ValueOption& option) {
    const std::string worth = cells_.product(option.underlying);
    const std::string rate = cells_.product(option.rate), years = cells_.product(option.years);
    const std::string strike =
        fmt::format("{}*EXP(-{}*{})", cells_.product(option.exercise), rate, years);
    const std::string spread =
        fmt::format("({}*SQRT({}))", cells_.product(option.volatility), years);
    const std::string d1 = fmt::format("(LN({}/({}))/{}+{}/2)", worth, strike, spread, spread);
    ValueAlternative one;
    one.options = {option};
    sheet_.text(row_, kName, "option: " + option.name);
    sheet_.formula(
        row_, kKind,
        fmt::format("=IF({0}<=0,0,IF({2}<=0,{0}-{2},IF({3}<=0,MAX(0,{0}-{2}),"
                    "{0}*NORMSDIST({1})-{2}*NORMSDIST({1}-{3}))))",
                    worth, d1, strike, spread),
        flexibility(one, numbers_));
    options_.push_back(cell_name(row_++, kKind));
  }
  void option_sum() {
    std::string formula = "=0";
    for (const std::string& cell : options_) formula += "+" + cell;
    measure("flexibility, in no other figure", formula, value_.flexibility, out_.flexibility);
  }

  Sheet& sheet_;
  const ValueModel& model_;
  const ValueAlternative& alternative_;
  const AlternativeValue& value_;
  const ModelCells& cells_;
  const ValueNumbers numbers_;
  const double rate_;
  const uint16_t last_;  // column of the last year
  uint32_t row_ = kFirst, end_ = kFirst;
  uint32_t signs_ = 0, net_ = 0, sums_ = 0, discounted_ = 0, discounted_sums_ = 0, stays_ = 0,
           discounted_stays_ = 0;
  size_t turns_ = 0;  // of the net flow's sign
  std::vector<std::string> options_;
  AlternativeCells out_;
};

}  // namespace

std::string ModelCells::product(const ValueFactors& factors) const {
  if (factors.empty()) return "1";
  std::string out;
  for (const size_t input : factors) out += (out.empty() ? "" : "*") + inputs[input];
  return "(" + out + ")";
}

AlternativeCells write_alternative(Sheet& sheet, const ValueModel& model,
                                   const ValueAlternative& alternative,
                                   const AlternativeValue& value, const ModelCells& cells) {
  return AlternativeSheet(sheet, model, alternative, value, cells).write();
}

}  // namespace hanse::strategy
