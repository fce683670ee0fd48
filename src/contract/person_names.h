// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace hanse::contract {

// Common names of several countries, in any case. Lists of some hundred, for shares, not for
// verdicts on single values. Pure.
bool is_given_name(std::string_view word);
bool is_family_name(std::string_view word);
// `Jane Doe`, `Doe, Jane`, `Dr. Ana María López`: two to five words, a given or family name among
// the first or last.
bool is_full_name(std::string_view text);
// A street with a number, in the orders and words of several countries.
bool is_street_address(std::string_view text);

}  // namespace hanse::contract
