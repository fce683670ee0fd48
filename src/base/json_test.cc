// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace hanse {
namespace {

std::string round_trip(std::string_view text) {
  const Result<Json> value = Json::parse(text);
  return value ? value->dump() : value.error().message;
}

TEST(Json, WritesWhatItReads) {
  for (const char* text :
       {"null", "true", "[]", "{}", "[1,-2,3.5]", R"({"b":1,"a":[{"c":null}]})", R"("\"\\\n\t\r")",
        R"("\u0001")", "\"\xE2\x80\xA8<\xC3\xA9\"", "9223372036854775807", "-9223372036854775808",
        "18446744073709551615", "0.1", "1.0", "-0.0", "1e+300", "2.2250738585072014e-308"})
    EXPECT_EQ(round_trip(text), text);
}

TEST(Json, KeepsDoublesApartFromIntegers) {
  const Json value = Json(3.0);
  EXPECT_EQ(value.dump(), "3.0");
  EXPECT_FALSE(Json::parse(value.dump())->is_integer());
  EXPECT_EQ(Json::parse(value.dump()).value(), value);
}

TEST(Json, ReadsBackEveryDoubleExactly) {
  for (double value : {0.1, 1.0 / 3, 5e-324, std::numeric_limits<double>::max(), 1e15, 1e16, 1e22})
    EXPECT_EQ(Json::parse(Json(value).dump())->as_double(), value);
}

TEST(Json, WritesNanAndInfinityAsNull) {
  EXPECT_EQ(Json::array({std::nan(""), INFINITY, -INFINITY}).dump(), "[null,null,null]");
}

TEST(Json, ReadsIntegersBeyond64BitsAsDoubles) {
  EXPECT_EQ(Json::parse("18446744073709551616")->as_double(), 18446744073709551616.0);
  EXPECT_EQ(Json::parse("-9223372036854775809")->as_double(), -9223372036854775809.0);
}

TEST(Json, ABigIntegerLeavesItsNeighboursAlone) {
  const Json value =
      Json::parse(R"({"100000000000000000000":"100000000000000000000","n":100000000000000000000,)"
                  R"("m":9223372036854775807,"d":1.00000000000000000000001E2,"q":"\"1"})")
          .value();
  EXPECT_EQ(value["100000000000000000000"].as_string(), "100000000000000000000");
  EXPECT_EQ(value["n"].as_double(), 1e20);
  EXPECT_EQ(value["m"].as_int(), INT64_MAX);
  EXPECT_EQ(value["d"].as_double(), 100.0);
  EXPECT_EQ(value["q"].as_string(), "\"1");
}

TEST(Json, RefusesWhatIsNoJson) {
  for (const char* text : {"", " ", "{", "[1,]", "{\"a\":}", "01", "1 2", "'a'", "nul", "\"\\x\"",
                           "\"\xFF\"", "[1}", "NaN", "-", "1.", "00000000000000000000001",
                           "\"a\nb\""})
    EXPECT_FALSE(Json::parse(text).has_value()) << text;
}

TEST(Json, RefusesTextNestedTooDeeply) {
  const std::string deep = std::string(2'000, '[') + std::string(2'000, ']');
  EXPECT_EQ(Json::parse(deep).error().code, ErrorCode::kLimitExceeded);
  const std::string allowed = std::string(900, '[') + std::string(900, ']');
  EXPECT_TRUE(Json::parse(allowed).has_value());
}

TEST(Json, ReadsTextLargerThanTheKeptParser) {
  const std::string text = "[\"" + std::string(3u << 20, 'x') + "\"]";
  EXPECT_EQ(Json::parse(text)->at(0).as_string().size(), 3u << 20);
  EXPECT_EQ(Json::parse("[1]")->size(), 1u);
}

TEST(Json, ARepeatedKeyKeepsTheLastValue) {
  EXPECT_EQ(round_trip(R"({"a":1,"b":2,"a":3})"), R"({"a":3,"b":2})");
}

TEST(Json, ARepeatedKeyKeepsTheLastValueInALargeObject) {
  std::string text = "{";
  for (int round = 0; round < 2; ++round)
    for (int i = 0; i < 200; ++i)
      text += fmt::format("\"k{}\":{},", i, round * 1000 + i);
  text.back() = '}';
  const Json value = Json::parse(text).value();
  EXPECT_EQ(value.size(), 200u);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(value[fmt::format("k{}", i)].as_int(), 1000 + i);
}

TEST(Json, CanonicalFormSortsKeysAtEveryDepth) {
  EXPECT_EQ(Json::parse(R"({"b":[{"z":1,"y":2}],"a":{"d":1,"c":2}})")->dump_canonical(),
            R"({"a":{"c":2,"d":1},"b":[{"y":2,"z":1}]})");
}

TEST(Json, PrettyFormIndentsByTwo) {
  EXPECT_EQ(Json::parse(R"({"a":[1,{}],"b":[]})")->dump_pretty(),
            "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}");
}

TEST(Json, ComparesObjectsWithoutRegardToOrder) {
  EXPECT_EQ(Json::object({{"a", 1}, {"b", 2}}), Json::object({{"b", 2}, {"a", 1}}));
  EXPECT_FALSE(Json::object({{"a", 1}}) == Json::object({{"a", 2}}));
  EXPECT_FALSE(Json::array({1, 2}) == Json::array({2, 1}));
}

TEST(Json, ComparesIntegersByValue) {
  EXPECT_EQ(Json(uint64_t{5}), Json(int64_t{5}));
  EXPECT_FALSE(Json(uint64_t{1} << 63) == Json(0));
  EXPECT_FALSE(Json(-1) == Json(uint64_t{UINT64_MAX}));
  EXPECT_FALSE(Json(1) == Json(1.0));
}

TEST(Json, LenientReadsFallBackOnAnotherKind) {
  const Json text("x");
  EXPECT_EQ(text.as_int(7), 7);
  EXPECT_TRUE(text.as_bool(true));
  EXPECT_TRUE(text.items().empty());
  EXPECT_TRUE(text["missing"]["deeper"].is_null());
  EXPECT_TRUE(text.at(3).is_null());
  EXPECT_EQ(Json(uint64_t{UINT64_MAX}).as_int(-3), -3);
  EXPECT_EQ(Json(-1).as_uint(4), 4u);
}

TEST(Json, SetReplacesAPresentMember) {
  Json value;
  value.set("a", 1).set("b", 2).set("a", 3);
  EXPECT_EQ(value.dump(), R"({"a":3,"b":2})");
  EXPECT_TRUE(value.erase("a"));
  EXPECT_FALSE(value.erase("a"));
}

TEST(Json, PushTurnsNullIntoAnArray) {
  Json value;
  value.push("a").push(nullptr);
  EXPECT_EQ(value.dump(), R"(["a",null])");
}

TEST(JsonDeathTest, SettingAMemberOfAnArrayAborts) {
  Json value = Json::array();
  EXPECT_DEATH(value.set("a", 1), "only an object has members");
}

TEST(Json, ReplacesBytesThatAreNoUtf8) {
  EXPECT_EQ(Json("a\xFF" "b\xC3").dump(), "\"a\xEF\xBF\xBD" "b\xEF\xBF\xBD\"");
}

TEST(Json, RepeatedKeysAreRefusedWhenAskedFor) {
  EXPECT_TRUE(Json::parse(R"({"a": 1, "a": 2})").has_value());
  for (const char* text : {R"({"a": 1, "a": 2})", R"([{"b": {"c": 1, "\u0063": 2}}])"}) {
    const auto refused = Json::parse_unique(text);
    ASSERT_FALSE(refused.has_value()) << text;
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  }
  EXPECT_TRUE(Json::parse_unique(R"({"a": {"a": 1}, "b": {"a": 1}})").has_value());
}

}  // namespace
}  // namespace hanse
