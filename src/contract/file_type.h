// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/type.h"

namespace hanse::contract {

// The type that a file itself states for a column, read from the engine's spelling
// (`STRUCT(a INTEGER, b VARCHAR[])`). Plain data.
struct FileType {
  enum class Kind { kScalar, kStruct, kList, kMap };
  Kind kind = Kind::kScalar;
  std::string text;                                     // as the engine spells it
  std::vector<std::pair<std::string, FileType>> parts;  // fields; the item; key and value

  const FileType* field(std::string_view name) const;  // without regard to case; null: none
};

// Anything that is no nested type is a scalar of that text. Pure.
FileType parse_file_type(std::string_view text);

// Whether values of the file's type are values of the logical type, looked at on its own level.
bool suits(const FileType& type, spec::LogicalType logical);

}  // namespace hanse::contract
