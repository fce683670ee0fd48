// SPDX-License-Identifier: Apache-2.0
#include "contract/check_digits.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

// Numbers that standards, issuers and authorities publish as examples; no person has them.

namespace hanse::contract {
namespace {

using Test = bool (*)(std::string_view);
struct Kind {
  const char* name;
  Test test;
  std::vector<std::string> right, wrong;
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> kKinds = {
      {"iban",
       is_iban,
       {"GB82 WEST 1234 5698 7654 32", "DE89370400440532013000", "BE68 5390 0754 7034",
        "FR1420041010050500013M02606", "NL91ABNA0417164300"},
       {"GB82WEST12345698765433", "DE8937040044053201300", "XX89370400440532013000", "GB82", ""}},
      {"card",
       is_card_number,
       {"4111111111111111", "5555 5555 5555 4444", "378282246310005", "6011111111111117",
        "30569309025904", "3530111333300000"},
       {"4111111111111112", "9111111111111119", "490154203237518", "1234567890123456", "4111"}},
      {"belgian",
       is_belgian_number,
       {"85.07.30-033.28", "17073003384"},
       {"85.07.30-033.29", "85073003"}},
      {"bsn", is_dutch_bsn, {"111222333", "123456782"}, {"111222334", "000000000", "11122233"}},
      {"german",
       is_german_tax_id,
       {"86095742719", "47036892816", "65929970489", "57549285017"},
       {"86095742718", "12345678903", "06095742719"}},
      {"nir",
       is_french_nir,
       {"2 55 08 14 168 025 38", "255081416802538"},
       {"255081416802539", "355081416802538"}},
      {"dni",
       is_spanish_dni,
       {"12345678Z", "X1234567L", "12345678-z"},
       {"12345678A", "W1234567L", "123456789"}},
      {"pesel", is_polish_pesel, {"44051401359", "02070803628"}, {"44051401358", "44131401359"}},
      {"fiscale",
       is_codice_fiscale,
       {"RSSMRA85T10A562S", "MRTMTT25D09F205Z"},
       {"RSSMRA85T10A562T", "RSSMRA85T10A562"}},
      {"swedish",
       is_swedish_number,
       {"811228-9874", "670919-9530", "198112289874"},
       {"811228-9873", "811328-9874"}},
      {"finnish", is_finnish_hetu, {"131052-308T"}, {"131052-308U", "131352-308T", "131052308T"}},
      {"norwegian", is_norwegian_number, {"15108695088"}, {"15108695089", "32108695088"}},
      {"danish", is_danish_cpr, {"211062-5629"}, {"311462-5629", "211062-562"}},
      {"nino",
       is_uk_nino,
       {"AB123456C", "AB 12 34 56 C"},
       {"QQ123456C", "GB123456A", "AB123456E", "AO123456C"}},
      {"ssn",
       is_us_ssn,
       {"078-05-1120", "219-09-9999"},
       {"000-12-3456", "666-12-3456", "912-12-3456", "123-00-4567", "078051120"}},
      {"aadhaar", is_aadhaar, {"2341 2341 2346"}, {"234123412347", "134123412346"}},
      {"nhs", is_nhs_number, {"943 476 5919", "4010232137"}, {"9434765918", "943476591"}},
      {"loinc", is_loinc, {"8302-2", "2345-7", "718-7", "10331-7"}, {"8302-3", "83022", "8302-22"}},
      {"snomed",
       is_snomed,
       {"73211009", "38341003", "195967001", "22298006"},
       {"73211008", "7321100", "073211009"}},
      {"icd10",
       is_icd10,
       {"E11.9", "I10", "C50.911", "Z99"},
       {"e11.9", "11.9", "E1", "E11.", "E11.90000"}},
  };
  return kKinds;
}

TEST(CheckDigits, PublishedExamplesPassAndOnesWithASlipDoNot) {
  for (const Kind& kind : kinds()) {
    for (const std::string& text : kind.right)
      EXPECT_TRUE(kind.test(text)) << kind.name << " " << text;
    for (const std::string& text : kind.wrong)
      EXPECT_FALSE(kind.test(text)) << kind.name << " " << text;
  }
}

// What people type: foreign bytes, signs, lengths. None of it may be read past its end.
TEST(CheckDigits, NoTextIsTooOddToBeLookedAt) {
  std::vector<std::string> odd = {"",
                                  " ",
                                  "-",
                                  "\xff\xfe",
                                  "ä",
                                  std::string(1000, '9'),
                                  std::string(3, '\0'),
                                  "+++++++++++",
                                  "12345678901234567890"};
  for (size_t size = 1; size < 24; ++size) {
    odd.push_back(std::string(size, '-'));
    odd.push_back(std::string(size, 'A'));
    odd.push_back(std::string(size, '0'));
  }
  for (const Kind& kind : kinds())
    for (const std::string& text : odd) {
      const bool first = kind.test(text);
      EXPECT_EQ(kind.test(text), first) << kind.name;
    }
  EXPECT_FALSE(is_iban("----"));
}

// Luhn finds every single wrong digit, Verhoeff neighbours that changed places as well.
TEST(CheckDigits, SingleSlipsAreFound) {
  const std::string card = "4111111111111111", verhoeff = "234123412346";
  for (size_t i = 0; i < card.size(); ++i)
    for (char c = '0'; c <= '9'; ++c) {
      std::string changed = card;
      changed[i] = c;
      EXPECT_EQ(passes_luhn(changed), changed == card);
    }
  for (size_t i = 0; i + 1 < verhoeff.size(); ++i) {
    std::string changed = verhoeff;
    std::swap(changed[i], changed[i + 1]);
    EXPECT_EQ(passes_verhoeff(changed), changed == verhoeff) << changed;
  }
}

}  // namespace
}  // namespace hanse::contract
