// SPDX-License-Identifier: Apache-2.0
#include "contract/infer_types.h"

#include <gtest/gtest.h>

#include "contract/profile_test_support.h"

namespace hanse::contract {
namespace {

using spec::LogicalType;

// The types of the candidates as one text: "integer; number decimal(18,2); string".
std::string types_of(const std::string& name, const std::vector<std::string>& values) {
  std::string out;
  for (const TypeCandidate& type : column_of(name, values).types) {
    if (!out.empty()) out += "; ";
    out += spec::to_string(type.property.logical_type);
    if (!type.property.physical_type.empty()) out += " " + type.property.physical_type;
    if (!type.property.options.format.empty()) out += " " + type.property.options.format;
  }
  return out;
}

TEST(InferTypes, TextIsReadAsWhatAllOfItIs) {
  EXPECT_EQ(types_of("n", {"1", "-2", "30"}), "integer; number; string");
  EXPECT_EQ(types_of("n", {"1.5", "2", "3e4"}), "number; string");
  EXPECT_EQ(types_of("x", {"1.50", "2.25"}), "number decimal(18,2); number; string");
  EXPECT_EQ(types_of("lat", {"1.5", "2.25"}), "number; string");
  EXPECT_EQ(types_of("total_amount", {"1.5", "2.25"}), "number decimal(18,2); number; string");
  EXPECT_EQ(types_of("on", {"2026-01-31", "2026-02-01"}), "date; string");
  EXPECT_EQ(types_of("at", {"2026-01-31T10:00:00"}), "timestamp timestamp; string");
  EXPECT_EQ(types_of("at", {"2026-01-31 10:00:00+01:00", "2026-01-31T10:00Z"}),
            "timestamp; string");
  EXPECT_EQ(types_of("at", {"10:00", "11:30:15.5"}), "time; string");
  EXPECT_EQ(types_of("b", {"true", "FALSE"}), "boolean; string");
  EXPECT_EQ(types_of("b", {"yes", "no"}), "boolean; string");
  EXPECT_EQ(types_of("t", {"one", "2"}), "string");
}

TEST(InferTypes, WhatANumberWouldLoseStaysText) {
  EXPECT_EQ(types_of("code", {"007", "042"}), "string") << "leading zeros";
  EXPECT_EQ(types_of("x", {"+5", "+6"}), "string") << "a sign";
  EXPECT_EQ(types_of("x", {"1234567890123456789012"}), "number; string") << "more than 64 bits";
  EXPECT_EQ(types_of("zip", {"12345", "54321"}), "string") << "a name made of digits";
  EXPECT_EQ(types_of("flag", {"0", "1"}), "integer; number; string") << "nobody sees what it means";
  EXPECT_EQ(types_of("grade", {"y", "t"}), "string") << "letters that are no pair";
}

TEST(InferTypes, DatesInOtherOrders) {
  EXPECT_EQ(types_of("d", {"31.01.2026", "01.02.2026"}), "date dd.MM.yyyy; string");
  EXPECT_EQ(types_of("d", {"2026/01/31"}), "date yyyy/MM/dd; string");
  EXPECT_EQ(types_of("d", {"31/01/2026 10:00"}),
            "timestamp timestamp dd/MM/yyyy HH:mm; timestamp timestamp MM/dd/yyyy HH:mm; string");
  EXPECT_EQ(types_of("order_date", {"20260131"}), "date yyyyMMdd; integer; number; string");
  EXPECT_EQ(types_of("order_no", {"20260131"}), "integer; number; string");
}

TEST(InferTypes, AMissingWordDoesNotHideTheType) {
  EXPECT_EQ(types_of("n", {"1", "NA", "3"}), "integer; number; string");
  EXPECT_EQ(types_of("n", {"-", "2026-01-31"}), "date; string");
}

TEST(InferTypes, WhatNearlyFitsIsToldAndNotChosen) {
  ColumnProfile column = column_of("n", values_by(100, [](size_t i) {
                                     return i == 7 ? std::string("seven") : std::to_string(i);
                                   }));
  column.types[0].failing = column.types[1].failing = 1;
  column.types[0].example = column.types[1].example = "seven";
  const TypeChoice choice = choose_type(column);
  ASSERT_NE(choice.type, nullptr);
  EXPECT_EQ(choice.type->property.logical_type, LogicalType::kString);
  ASSERT_EQ(choice.evidence.size(), 3u);
  EXPECT_FALSE(choice.evidence[0].is_proposed);
  EXPECT_EQ(choice.evidence[0].words,
            "1 of 100 values are not of it, `seven` among them: nearly, so not chosen");
}

TEST(InferTypes, DaysAndMonthsThatCannotBeToldApartStayText) {
  ColumnProfile column = column_of("d", {"01/02/2026", "03/04/2026"});
  EXPECT_EQ(choose_type(column).type->property.logical_type, LogicalType::kString);
  column.types[1].failing = 1;  // as the engine says of a 13th month
  EXPECT_EQ(choose_type(column).type->property.options.format, "dd/MM/yyyy");
}

}  // namespace
}  // namespace hanse::contract
