// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace hanse::contract {

// Whether a text is a number of the named kind with right check digits. Blanks, hyphens, dots and
// slashes between the characters are passed over where people write them; letters in any case.
// Pure.
bool passes_luhn(std::string_view digits);      // digits alone, at least two
bool passes_verhoeff(std::string_view digits);  // digits alone, at least two
bool is_iban(std::string_view text);            // length of its country, mod 97
bool is_card_number(std::string_view text);     // an issuer's prefix and length, Luhn
bool is_belgian_number(std::string_view text);  // Rijksregisternummer: date, 97 complement
bool is_dutch_bsn(std::string_view text);       // elfproef
bool is_german_tax_id(std::string_view text);   // Steuer-ID: ISO 7064 mod 11,10, one digit repeats
bool is_french_nir(std::string_view text);      // 97 complement, Corsica too
bool is_spanish_dni(std::string_view text);     // DNI and NIE: letter mod 23
bool is_polish_pesel(std::string_view text);    // date, weights
bool is_codice_fiscale(std::string_view text);  // odd and even tables
bool is_swedish_number(std::string_view text);  // personnummer: date, Luhn
bool is_finnish_hetu(std::string_view text);    // date, mod 31
bool is_norwegian_number(std::string_view text);  // fødselsnummer: date, two mod 11
bool is_danish_cpr(std::string_view text);        // date; its check digit ended in 2007
bool is_uk_nino(std::string_view text);           // shape and prefixes alone
bool is_us_ssn(std::string_view text);            // shape with hyphens and areas alone
bool is_aadhaar(std::string_view text);           // Verhoeff
bool is_nhs_number(std::string_view text);        // mod 11
bool is_loinc(std::string_view text);             // Luhn after the hyphen
bool is_snomed(std::string_view text);            // partition and Verhoeff
bool is_icd10(std::string_view text);             // shape alone

}  // namespace hanse::contract
