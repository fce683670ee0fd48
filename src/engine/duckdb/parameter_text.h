// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hanse::engine {

// A statement whose parameters gave way to a constant, for binding where the engine cannot take
// parameters of unknown type. Plain data.
struct ParameterText {
  std::string sql;
  struct Change {
    size_t at;        // where the constant stands in `sql`
    int64_t longer;   // by how much it is longer than the parameter
  };
  std::vector<Change> changes;

  // A position in `sql` as one in the text it was made of.
  int original_position(int position) const;
};

// Puts `constant` in the place of each `$<digits>` that is no part of a string, a quoted name, a
// dollar-quoted text or a comment.
ParameterText without_parameters(std::string_view sql, std::string_view constant);

}  // namespace hanse::engine
