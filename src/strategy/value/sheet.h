// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

namespace hanse::strategy {

// One sheet of a workbook that is being written, addressed by row and column from 0. Owned by its
// workbook. Numbers that are none (infinite) are left out. Not thread-safe.
class Sheet {
 public:
  struct Formats {
    lxw_format* heading = nullptr;
    lxw_format* number = nullptr;
    lxw_format* input = nullptr;  // what a reader may change
  };
  Sheet(lxw_workbook* workbook, const std::string& name, const Formats& formats);

  void text(uint32_t row, uint16_t column, const std::string& text);
  void heading(uint32_t row, uint16_t column, const std::string& text);
  void number(uint32_t row, uint16_t column, double value);
  void input(uint32_t row, uint16_t column, double value);
  // `formula` with its `=`; `value` is what it gives now, for readers that do not compute.
  void formula(uint32_t row, uint16_t column, const std::string& formula, double value);
  void formula(uint32_t row, uint16_t column, const std::string& formula, const std::string& value);
  void input_formula(uint32_t row, uint16_t column, const std::string& formula, double value);
  void width(uint16_t first, uint16_t last, double characters);
  // 'name'!$C$4: of a cell of this sheet, from another one.
  std::string absolute(uint32_t row, uint16_t column) const;
  const std::string& quoted() const { return quoted_; }

 private:
  lxw_worksheet* sheet_;
  std::string quoted_;  // with quotes and `!`
  Formats formats_;
};

std::string cell_name(uint32_t row, uint16_t column);                 // C4
std::string range_name(uint32_t row, uint16_t first, uint16_t last);  // C4:H4
// A name that a sheet may have: at most 31 of letters, digits, `-`, `_` and blanks.
std::string sheet_name(const std::string& wanted, const std::vector<std::string>& taken);

}  // namespace hanse::strategy
