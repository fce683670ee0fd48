// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "contract/infer.h"
#include "contract/profile.h"

namespace hanse::contract {

// The words that may stand for a missing value, where the column's other values are no text.
const std::vector<std::string>& missing_words_known();
// Those that mean so among texts as well.
bool is_missing_word_of_text(std::string_view word);

// `phone`, `zip`, `iban`: made of digits, and no number.
bool is_name_of_digits(const std::vector<std::string>& words);

// The ways to read a column's values that at least 95 % of its sample meet, in order of preference;
// the last one is text. Fewer than all: said to the reader, never chosen. Pure.
std::vector<TypeCandidate> type_candidates(const ColumnProfile& column);

// The first candidate that reads every value. Two dates that differ in the order of day and month
// and read all are chosen neither: text. What nearly fits is told.
struct TypeChoice {
  const TypeCandidate* type = nullptr;  // of the profile
  std::vector<Evidence> evidence;
};
TypeChoice choose_type(const ColumnProfile& column);

}  // namespace hanse::contract
