// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "contract/profile.h"

namespace hanse::contract {

constexpr size_t kPatternValuesMin = 20;  // distinct values below which no shape is told

// A compact pattern that all `values` meet: runs of digits and letters with their lengths, constant
// parts as they are, at most three alternatives. Empty when the values have no common shape that
// tells more than that they are words or numbers. Pure.
std::string pattern_of(const std::vector<std::string_view>& values);

// What to hold against all values, from those of the sample: formats that most of them meet, and
// their shape.
std::vector<PatternCandidate> pattern_candidates(const std::vector<std::string_view>& values);

bool is_email(std::string_view text);  // ASCII, a domain with a dot
bool is_uuid(std::string_view text);
bool is_ipv4(std::string_view text);
bool is_ipv6(std::string_view text);
bool is_uri(std::string_view text);  // with `://`

}  // namespace hanse::contract
