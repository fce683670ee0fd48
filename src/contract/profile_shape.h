// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "contract/profile.h"
#include "data/chunk.h"

namespace hanse::contract {

// What is to be counted, and by which SQL: the rows of a table, or the elements of an array in it.
struct FrameColumn {
  size_t column = 0;       // into TableProfile::columns
  std::string expression;  // over `from`: its value, or NULL
};
struct Frame {
  std::string from;  // may stand behind FROM
  std::vector<FrameColumn> columns;
};
struct ShapedTable {
  TableProfile profile;       // with names and kinds alone
  std::vector<Frame> frames;  // the first one is the table
};

// `scan` may stand behind FROM. Pure.
ShapedTable shape_of_csv(const std::vector<data::Column>& columns, const std::string& scan);
ShapedTable shape_of_parquet(const std::vector<data::Column>& columns, const std::string& scan);
// `structure`: as the engine's json_group_structure gives it of all objects; `scan` gives each
// member at the top as JSON text. Objects of more than kMembersMax members inside are maps.
constexpr size_t kMembersMax = 64;
ShapedTable shape_of_json(const Json& structure, const std::string& scan);

}  // namespace hanse::contract
