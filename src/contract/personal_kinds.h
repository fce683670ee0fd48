// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spec/type.h"

namespace hanse::contract {

// A kind of personal data as a row of one table: how values are told, and what names say so.
struct PersonalKind {
  std::string_view name;  // "IBAN"
  std::string_view test;  // "have the length of their country and pass mod 97"
  bool (*fits)(std::string_view);
  std::initializer_list<std::string_view> names, foreign_names;  // the latter speak against it
  double chance = 0;         // share of other values of its form that pass
  double alone = 0.95;       // how sure values make that all pass, without a name
  double share_alone = 0.9;  // of the values that must pass, without a name
  double share_named = 0.6;  // with one
  double name_alone = 0.3;   // when values of a plausible length do not pass
  size_t length_min = 1, length_max = 64;
  spec::Classification classification = spec::Classification::kConfidential;
  bool (*form)(std::string_view) = nullptr;  // what plausible values have; null: the length alone
  bool is_identifier = false, needs_person = false, is_health = false;
};
std::span<const PersonalKind> personal_kinds();

}  // namespace hanse::contract
