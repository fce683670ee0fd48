// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace hanse::contract {

// What the name of a column or table says. Pure.

// `customerEmail`, `customer_email`, `Customer E-Mail`: customer, email. Lower case, without
// accents that Latin letters carry; `e mail` is one word.
std::vector<std::string> words_of(std::string_view name);
// Whether one of the words, or two to four that follow each other, make one of `wanted`.
bool has_word(const std::vector<std::string>& words,
              std::initializer_list<std::string_view> wanted);
// Whether the last word is one of `wanted`.
bool ends_with_word(const std::vector<std::string>& words,
                    std::initializer_list<std::string_view> wanted);
// An English plural without its ending: `categories`, `addresses`, `orders`.
std::string singular(std::string_view word);
// "Customer e-mail" from the words of the name.
std::string sentence_of(std::string_view name);
// `Order Date (UTC)`: order_date_utc. Letters, digits and `_`, beginning with a letter.
std::string identifier_of(std::string_view name);
// The prefix with `_` that all names share (`l_` of TPC-H), when there are at least three.
std::string shared_prefix(const std::vector<std::string>& names);

}  // namespace hanse::contract
