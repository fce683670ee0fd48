// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace hanse::engine {

// Printed as a comma, which binds less than any word for a join, and stands in no parentheses.
bool is_comma_join(const Json& table);

// The engine prints joins without the parentheses that they were written in, and `a JOIN (b, c)`
// reads back as something else, or not at all. Such inner joins are printed apart: a table of a
// made-up name stands in the place of each, and then its text in parentheses for that name.
class JoinsApart {
 public:
  // Takes the joins out of `ast`.
  explicit JoinsApart(Json& ast);
  const std::vector<Json>& joins() const { return joins_; }  // inner ones first
  // `texts`: of each join, as it stands after FROM.
  std::string put_back(std::string text, const std::vector<std::string>& texts) const;

 private:
  void visit(Json& node);
  void take(Json& child);
  std::string name_of(size_t index) const { return word_ + std::to_string(index) + "_"; }

  std::string word_;  // stands nowhere else in the statement
  std::vector<Json> joins_;
};

}  // namespace hanse::engine
