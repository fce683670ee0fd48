// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "sql/value_sites.h"

namespace hanse::govern {

// Which values have a literal that is written without knowing more: whole numbers from 0, and texts
// of printable ASCII without quotes and backslashes.
std::vector<bool> plain_values(const engine::Parameters& values);
// Equal for lists of values that may take each other's place in a ValueText: plain ones are told by
// their kind, all others by what they are.
std::string kinds_of(const engine::Parameters& values);

// The governed text of a statement with gaps for the plain values of its parameters. Immutable.
class ValueText {
 public:
  struct Governed {
    const Json& ast;                           // with the values in it
    const std::string& sql;                    // the same, printed and compared
    const std::vector<sql::ValueSite>& sites;  // of all plain values
  };
  // None when the text with the gaps filled by `values` is not the governed text, byte for byte.
  static std::optional<ValueText> make(engine::Parser& parser, const Governed& governed,
                                       const engine::Parameters& values);
  // For values of the same `kinds_of`.
  std::string with(const engine::Parameters& values) const;

 private:
  std::vector<std::string> pieces_;  // one more than numbers_
  std::vector<size_t> numbers_;      // which value fills the gap behind the piece
};

}  // namespace hanse::govern
