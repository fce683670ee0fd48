// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "contract/formats/column_kind.h"

namespace hanse::contract {

// What several exporters share. Pure.

// The whole number where it is one: `10`, not `10.0`.
Json json_number(double value);
// A value of `enum` in the column's own type.
Json enum_json(const spec::Property& property, const std::string& value);
// `text` on one line: line ends and other control characters become blanks.
std::string one_line(std::string_view text);
// `text` as a name of [A-Za-z_][A-Za-z0-9_]*, at most 255 bytes; `taken` are those of its siblings.
// Others' characters become `_`; a number is appended where it would stand twice.
class NameMaker {
 public:
  std::string make(std::string_view text);

 private:
  std::set<std::string> taken_;
};
// Says of every bound that is a date or time that it is not kept.
void lose_time_bounds(const spec::Property& property, const std::string& place, Losses& losses);
// kInvalidArgument when there is no table with columns.
Status need_tables(const spec::DataContract& contract);
// The file's name without folder and ending: what an import calls what has no name.
std::string stem_of(std::string_view path);

}  // namespace hanse::contract
