// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace hanse::contract {

// Forms of personal data that have no check digits. Pure.
bool is_international_phone(std::string_view text);  // with its prefix
bool is_national_phone(std::string_view text);       // digits and signs between them
bool is_dialled_phone(std::string_view text);        // begins as one dials, with signs between
bool has_form_of_name(std::string_view text);   // one name: letters alone, a capital among them
bool has_form_of_names(std::string_view text);  // two to five words of letters
bool is_ip(std::string_view text);
bool is_postal_code(std::string_view text);

}  // namespace hanse::contract
