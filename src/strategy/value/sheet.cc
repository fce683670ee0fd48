// SPDX-License-Identifier: Apache-2.0
#include "strategy/value/sheet.h"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>

namespace hanse::strategy {
namespace {

constexpr size_t kNameMax = 31;
constexpr size_t kTextMax = 32'000;  // bytes; a cell holds 32,767 characters

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == ' ';
}

std::string column_name(uint16_t column) {
  std::string name;
  for (int rest = column; rest >= 0; rest = rest / 26 - 1)
    name.insert(name.begin(), static_cast<char>('A' + rest % 26));
  return name;
}

}  // namespace

std::string cell_name(uint32_t row, uint16_t column) {
  return fmt::format("{}{}", column_name(column), row + 1);
}

std::string range_name(uint32_t row, uint16_t first, uint16_t last) {
  return cell_name(row, first) + ":" + cell_name(row, last);
}

std::string sheet_name(const std::string& wanted, const std::vector<std::string>& taken) {
  std::string name = wanted.substr(0, kNameMax - 4);  // room for a number
  for (char& c : name)
    if (!is_plain(c)) c = '_';
  if (name.empty()) name = "sheet";
  const std::string base = name;
  const auto is_taken = [&](const std::string& other) {
    return std::equal(name.begin(), name.end(), other.begin(), other.end(), [](char a, char b) {
      return (a | 0x20) == (b | 0x20);  // Excel's names do not tell case apart
    });
  };
  for (int i = 2; std::any_of(taken.begin(), taken.end(), is_taken); ++i)
    name = fmt::format("{} {}", base, i);
  return name;
}

Sheet::Sheet(lxw_workbook* workbook, const std::string& name, const Formats& formats)
    : sheet_(workbook_add_worksheet(workbook, name.c_str())),
      quoted_("'" + name + "'!"),
      formats_(formats) {}

void Sheet::text(uint32_t row, uint16_t column, const std::string& text) {
  worksheet_write_string(sheet_, row, column, text.substr(0, kTextMax).c_str(), nullptr);
}

void Sheet::heading(uint32_t row, uint16_t column, const std::string& text) {
  worksheet_write_string(sheet_, row, column, text.substr(0, kTextMax).c_str(), formats_.heading);
}

void Sheet::number(uint32_t row, uint16_t column, double value) {
  if (std::isfinite(value)) worksheet_write_number(sheet_, row, column, value, formats_.number);
}

void Sheet::input(uint32_t row, uint16_t column, double value) {
  worksheet_write_number(sheet_, row, column, value, formats_.input);
}

void Sheet::formula(uint32_t row, uint16_t column, const std::string& formula, double value) {
  worksheet_write_formula_num(sheet_, row, column, formula.c_str(), formats_.number, value);
}

void Sheet::formula(uint32_t row, uint16_t column, const std::string& formula,
                    const std::string& value) {
  worksheet_write_formula_str(sheet_, row, column, formula.c_str(), formats_.number, value.c_str());
}

void Sheet::input_formula(uint32_t row, uint16_t column, const std::string& formula, double value) {
  worksheet_write_formula_num(sheet_, row, column, formula.c_str(), formats_.input, value);
}

void Sheet::width(uint16_t first, uint16_t last, double characters) {
  worksheet_set_column(sheet_, first, last, characters, nullptr);
}

std::string Sheet::absolute(uint32_t row, uint16_t column) const {
  return fmt::format("{}${}${}", quoted_, column_name(column), row + 1);
}

}  // namespace hanse::strategy
