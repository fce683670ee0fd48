// SPDX-License-Identifier: Apache-2.0
#include "contract/personal.h"

#include <gtest/gtest.h>

#include "contract/check_digits.h"
#include "contract/profile_test_support.h"

namespace hanse::contract {
namespace {

using spec::LogicalType;

std::vector<std::string> cards() {
  return values_by(40, [](size_t i) {
    const std::string body = fmt::format("41111111111{:04}", i * 37);
    for (char c = '0'; c <= '9'; ++c)
      if (passes_luhn(body + c)) return body + c;
    return body;
  });
}

PersonalFinding find(const std::string& name, const std::vector<std::string>& values,
                     LogicalType type = LogicalType::kString, bool people = false) {
  return find_personal({column_of(name, values), type, people})
      .value_or(PersonalFinding{"nothing"});
}

TEST(Personal, CheckDigitsSpeakWithoutAName) {
  const PersonalFinding found = find("field_a", cards());
  EXPECT_EQ(found.kind, "card number");
  EXPECT_EQ(found.classification, spec::Classification::kRestricted);
  EXPECT_GE(found.confidence, 0.9);
  EXPECT_NE(found.words.find("40 of 40 distinct sampled values"), std::string::npos) << found.words;
  EXPECT_NE(found.words.find("only the values speak"), std::string::npos) << found.words;
  EXPECT_GT(find("card_number", cards()).confidence, found.confidence);
}

TEST(Personal, WhatOnlyLooksLikeItIsNotProposed) {
  const auto orders = values_by(200, [](size_t i) { return fmt::format("4{:015}", i * 7919); });
  EXPECT_LT(find("order_number", orders).confidence, kClassifyFrom);
  const auto versions = values_by(
      60, [](size_t i) { return fmt::format("{}.{}.{}.{}", i % 9, i % 20, i % 7, i % 30); });
  EXPECT_EQ(find("component", versions).kind, "nothing");
  EXPECT_EQ(find("firmware_version", versions).kind, "nothing");
  const auto codes = values_by(60, [](size_t i) {
    return fmt::format("{}{:02}.{}", static_cast<char>('A' + i % 6), i, i % 10);
  });
  EXPECT_LT(find("product_code", codes).confidence, kClassifyFrom);
  const auto towns = values_by(40, [](size_t i) {
    return std::vector<std::string>{"Charlotte", "Austin", "Florence", "Victoria"}[i % 4];
  });
  EXPECT_LT(find("city", towns).confidence, kClassifyFrom);
}

TEST(Personal, ANameAloneIsSaidToBeOne) {
  const auto hashes =
      values_by(30, [](size_t i) { return fmt::format("{:08x}", i * 2654435761u); });
  const PersonalFinding found = find("email", hashes);
  EXPECT_LT(found.confidence, kClassifyFrom);
  EXPECT_NE(found.words.find("only the name speaks"), std::string::npos) << found.words;
}

TEST(Personal, AShapeAloneIsSaidToBeOne) {
  const auto codes = values_by(40, [](size_t i) { return fmt::format("E{:02}.{}", i, i % 10); });
  const PersonalFinding found = find("x", codes, LogicalType::kString, true);
  EXPECT_EQ(found.kind, "ICD-10 code");
  EXPECT_NE(found.words.find("only the shape speaks"), std::string::npos) << found.words;
  EXPECT_LT(found.confidence, kClassifyFrom);
}

TEST(Personal, BirthIsADateWithAName) {
  EXPECT_EQ(find("date_of_birth", {"1980-01-02"}, LogicalType::kDate).kind, "date of birth");
  EXPECT_EQ(find("geburtsdatum", {"1980-01-02"}, LogicalType::kDate).kind, "date of birth");
  EXPECT_EQ(find("order_date", {"1980-01-02"}, LogicalType::kDate).kind, "nothing");
}

TEST(Personal, NamesOfPeopleAreToldByShare) {
  const std::vector<std::string> names = {"Anna",   "Piotr",  "Małgorzata", "Zbigniew",
                                          "Jürgen", "Petra",  "Lars",       "Karin",
                                          "Emma",   "Callum", "Sarah",      "James"};
  EXPECT_EQ(find("vorname", names).kind, "given name");
  EXPECT_GE(find("field_g", names).confidence, kClassifyFrom);
  const std::vector<std::string> full = {
      "Jane Smith", "Lars Andersson", "Petra Müller",  "José García", "Emma Brown",
      "Anna Nowak", "Jean Martin",    "Pieter Bakker", "Sarah Jones", "Maria Rossi"};
  EXPECT_EQ(find("label", full).kind, "person's name");
  const std::vector<std::string> goods = {"Oak Lamp",   "Mill Chair",  "Garden Drill", "Berg Mug",
                                          "Park Lamp",  "Rosen Chair", "Wald Drill",   "Kungs Mug",
                                          "Polna Lamp", "Linden Mug"};
  EXPECT_LT(find("name", goods).confidence, kClassifyFrom);
}

TEST(Personal, HealthCodesNeedPeople) {
  const auto codes = values_by(30, [](size_t i) { return fmt::format("E{:02}.{}", i, i % 10); });
  EXPECT_GE(find("icd10", codes, LogicalType::kString, true).confidence, kClassifyFrom);
  EXPECT_LT(find("icd10", codes, LogicalType::kString, false).confidence, kClassifyFrom);
  EXPECT_EQ(find("icd10", codes, LogicalType::kString, true).tags,
            (std::vector<std::string>{"pii", "health"}));
}

}  // namespace
}  // namespace hanse::contract
