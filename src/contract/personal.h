// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/profile.h"
#include "spec/type.h"

namespace hanse::contract {

// What kind of personal data a column holds, from its values and its name. Pure.
struct PersonalFinding {
  std::string kind;  // `e-mail address`, `IBAN`, `given name`
  spec::Classification classification = spec::Classification::kConfidential;
  std::vector<std::string> tags;  // as policies/data/classification.yaml has them
  double confidence = 0;          // 0 to 1; kClassifyFrom and above is proposed
  std::string words;              // what speaks: values, name or both, with counts
  bool is_identifier = false;     // a text, even when it is made of digits
  bool needs_person = false;      // personal only in a table about people
};
constexpr double kClassifyFrom = 0.5;

struct PersonalColumn {
  const ColumnProfile& profile;
  spec::LogicalType type;
  bool is_about_people = false;  // its table
};
// The strongest one; nothing when neither values nor name say a thing.
std::optional<PersonalFinding> find_personal(const PersonalColumn& column);

// Whether names of a table or its columns tell of people: customer, patient, employee.
bool tells_of_people(const std::vector<std::string>& words);

}  // namespace hanse::contract
