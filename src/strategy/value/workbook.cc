// SPDX-License-Identifier: Apache-2.0
#include "strategy/value/workbook.h"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "strategy/value/alternative_sheet.h"

namespace hanse::strategy {
namespace {

constexpr uint16_t kBase = 2;   // column of the base value in `Inputs`
constexpr uint32_t kFirst = 2;  // row of the first input and alternative
constexpr int64_t kSecond = 1'000'000;

class Workbook {
 public:
  Workbook(const std::string& path, const ValueModel& model, const ValueAnswer& answer)
      : model_(model), answer_(answer), book_(workbook_new(path.c_str())) {
    formats_.heading = workbook_add_format(book_);
    format_set_bold(formats_.heading);
    formats_.number = workbook_add_format(book_);
    format_set_num_format(formats_.number, "#,##0.00##");
    formats_.input = workbook_add_format(book_);
    format_set_num_format(formats_.input, "#,##0.00##");
    format_set_bg_color(formats_.input, 0xFFF4CC);
  }

  Status write(int64_t made_at_us) {
    lxw_doc_properties properties = {};
    std::string title = model_.name.empty() ? model_.id : model_.name;
    properties.title = title.data();
    properties.created = static_cast<time_t>(made_at_us / kSecond);
    workbook_set_properties(book_, &properties);
    Sheet summary = add("Summary"), inputs = add("Inputs"), ramps = add("Ramps");
    write_inputs(inputs);
    write_ramps(ramps);
    std::vector<AlternativeCells> cells;
    for (size_t i = 0; i < model_.alternatives.size(); ++i) {
      Sheet sheet = add(model_.alternatives[i].id);
      cells.push_back(write_alternative(sheet, model_, model_.alternatives[i],
                                        answer_.alternatives[i], cells_));
    }
    write_summary(summary, cells);
    Sheet runs = add("Runs (values)");
    write_runs(runs);
    const lxw_error error = workbook_close(book_);
    if (error == LXW_NO_ERROR) return {};
    return fail(ErrorCode::kIo,
                fmt::format("the spreadsheet could not be written: {}", lxw_strerror(error)));
  }

 private:
  Sheet add(const std::string& wanted) {
    const std::string name = sheet_name(wanted, names_);
    names_.push_back(name);
    return Sheet(book_, name, formats_);
  }
  static void head(Sheet& sheet, uint32_t row, const std::vector<const char*>& names) {
    for (size_t i = 0; i < names.size(); ++i)
      sheet.heading(row, static_cast<uint16_t>(i), names[i]);
  }

  void write_inputs(Sheet& sheet) {
    sheet.text(0, 0,
               "Change coloured cells: all other sheets follow. Middle values of intervals are "
               "formulas of their ends.");
    head(sheet, kFirst - 1,
         {"id", "input", "base", "low (5 %)", "high (95 %)", "unit", "distribution", "basis",
          "source"});
    sheet.width(0, 1, 30);
    sheet.width(kBase, 8, 16);
    for (size_t i = 0; i < model_.inputs.size(); ++i) {
      const ValueInput& input = model_.inputs[i];
      const auto row = static_cast<uint32_t>(kFirst + i);
      cells_.inputs.push_back(sheet.absolute(row, kBase));
      sheet.text(row, 0, input.id);
      sheet.text(row, 1, input.label);
      sheet.text(row, 5, input.unit);
      sheet.text(row, 7, input.is_given() ? input.basis : "missing");
      sheet.text(row, 8, input.source);
      if (!input.is_given()) continue;
      const Estimate estimate = input.estimate();
      if (input.low) sheet.input(row, 3, *input.low);
      if (input.high) sheet.input(row, 4, *input.high);
      sheet.text(row, 6, std::string(shape_name(estimate.shape)));
      const double base = base_of(estimate);
      const std::string low = cell_name(row, 3), high = cell_name(row, 4);
      if (input.value)
        sheet.input(row, kBase, base);
      else if (estimate.shape == DistributionShape::kLognormal)
        sheet.input_formula(row, kBase, fmt::format("=SQRT({}*{})", low, high), base);
      else
        sheet.input_formula(row, kBase, fmt::format("=({}+{})/2", low, high), base);
    }
  }

  void write_ramps(Sheet& sheet) {
    sheet.heading(0, 0, "ramp, by year");
    const ValueNumbers numbers = base_numbers(model_);
    for (int64_t year = 0; year <= model_.horizon_years; ++year)
      sheet.number(0, static_cast<uint16_t>(year + 1), static_cast<double>(year));
    for (size_t i = 0; i < model_.ramps.size(); ++i) {
      const ValueRamp& ramp = model_.ramps[i];
      const auto row = static_cast<uint32_t>(i + 1);
      auto& cells = cells_.ramps.emplace_back();
      sheet.text(row, 0, ramp.id);
      for (int64_t year = 0; year <= model_.horizon_years; ++year) {
        const auto column = static_cast<uint16_t>(year + 1);
        std::string formula;
        if (ramp.shares.empty()) {
          formula = fmt::format("=1/(1+EXP(-LN(81)/{}*({}-0.5-{})))", cells_.product(ramp.duration),
                                cell_name(0, column), cells_.product(ramp.middle));
        } else {
          const auto last = static_cast<int64_t>(ramp.shares.size());
          const auto at = static_cast<size_t>(std::clamp<int64_t>(year, 1, last) - 1);
          formula = "=" + cells_.inputs[ramp.shares[at]];
        }
        sheet.formula(row, column, formula, ramp_share(ramp, year, numbers));
        cells.push_back(sheet.absolute(row, column));
      }
    }
  }

  void write_summary(Sheet& sheet, const std::vector<AlternativeCells>& cells) {
    sheet.heading(
        0, 0,
        fmt::format("{}, in {}", model_.name.empty() ? model_.id : model_.name, model_.currency));
    head(sheet, kFirst - 1,
         {"alternative", "net present value", "internal rate", "payback, years",
          "discounted payback, years", "costs", "cashable benefits", "non-cashable benefits",
          "flexibility (apart)", "P10 (value)", "P50 (value)", "P90 (value)",
          "probability of a loss (value)"});
    sheet.width(0, 0, 34);
    sheet.width(1, 12, 18);
    for (size_t i = 0; i < cells.size(); ++i) {
      const AlternativeValue& value = answer_.alternatives[i];
      const auto row = static_cast<uint32_t>(kFirst + i);
      sheet.text(row, 0, value.name);
      const auto same = [&](uint16_t column, const std::string& cell, double now) {
        sheet.formula(row, column, "=" + cell, now);
      };
      same(1, cells[i].npv, value.npv);
      const auto same_or = [&](uint16_t column, const std::string& cell,
                               const std::optional<double>& now, const std::string& otherwise) {
        if (now)
          same(column, cell, *now);
        else
          sheet.formula(row, column, "=" + cell, otherwise);
      };
      same_or(2, cells[i].rate,
              cells[i].no_rate.empty() ? std::optional(value.rates[0]) : std::nullopt,
              cells[i].no_rate);
      same_or(3, cells[i].payback, value.payback, std::string(kNoPayback));
      same_or(4, cells[i].discounted_payback, value.discounted_payback, std::string(kNoPayback));
      same(5, cells[i].costs, value.costs);
      same(6, cells[i].cashable, value.cashable);
      same(7, cells[i].other, value.other);
      same(8, cells[i].flexibility, value.flexibility);
      sheet.number(row, 9, value.p10);
      sheet.number(row, 10, value.p50);
      sheet.number(row, 11, value.p90);
      sheet.number(row, 12, value.loss_probability);
    }
    sheet.text(static_cast<uint32_t>(kFirst + cells.size() + 1), 0,
               fmt::format("Columns that say (value) come of {} runs with seed {}: they do not "
                           "follow changed inputs; run `hanse roi` for that.",
                           model_.runs, model_.seed));
  }

  void write_runs(Sheet& sheet) {
    sheet.text(0, 0,
               fmt::format("Values of {} runs with seed {}: they do not follow changed "
                           "inputs.",
                           model_.runs, model_.seed));
    head(sheet, kFirst - 1,
         {"input", "value at low", "value at high", "rank correlation", "worth of knowing"});
    sheet.width(0, 0, 34);
    auto row = kFirst;
    for (const InputInfluence& one : answer_.influences) {
      sheet.text(row, 0, model_.inputs[one.input].label);
      sheet.number(row, 1, one.low);
      sheet.number(row, 2, one.high);
      if (one.rank) sheet.number(row, 3, *one.rank);
      sheet.number(row++, 4, one.information);
    }
    sheet.heading(row + 1, 0, "worth of knowing everything");
    sheet.number(row + 1, 4, answer_.information);
  }

  const ValueModel& model_;
  const ValueAnswer& answer_;
  lxw_workbook* book_;
  Sheet::Formats formats_;
  std::vector<std::string> names_;
  ModelCells cells_;
};

}  // namespace

Status write_value_workbook(const std::string& path, const ValueModel& model,
                            const ValueAnswer& answer, int64_t made_at_us) {
  if (answer.alternatives.size() != model.alternatives.size())
    return fail(ErrorCode::kInvalidArgument, "a spreadsheet needs figures, and there are none");
  return Workbook(path, model, answer).write(made_at_us);
}

}  // namespace hanse::strategy
