// SPDX-License-Identifier: Apache-2.0
#include "policy/documents.h"

#include <gtest/gtest.h>

namespace hanse::policy {
namespace {

Json json(std::string_view text) { return *Json::parse(text); }

TEST(Documents, DecodesConditionsAndExpressions) {
  const auto filters = decode_row_filters(json(
      R"([{"field":"origin","operator":"notEqual","value":"EWR","rule":"newark"},
          {"field":"carrier","operator":"in","value":{"domain":"a","table":"b","column":"c"}},
          {"field":"x","operator":"isNull"},
          {"expression":"month > 6"}])"));
  ASSERT_TRUE(filters) << filters.error().message;
  ASSERT_EQ(filters->size(), 4u);
  EXPECT_EQ((*filters)[0].rule, "newark");
  EXPECT_EQ((*filters)[0].operation, "notEqual");
  EXPECT_EQ((*filters)[0].value, Json("EWR"));
  EXPECT_EQ((*filters)[3].expression, "month > 6");
}

TEST(Documents, RefusesRowFiltersOfUnknownShape) {
  for (const char* text :
       {R"({"field":"a"})", R"([1])", R"(["a = 1"])", R"([{}])",
        R"([{"field":"a","operator":"like","value":"b"}])", R"([{"field":"a","operator":"equal"}])",
        R"([{"field":"a","operator":"equal","value":null}])",
        R"([{"field":"a","operator":"equal","value":["b"]}])",
        R"([{"field":"a","operator":"in","value":"b"}])",
        R"([{"field":"a","operator":"in","value":[["b"]]}])",
        R"([{"field":"a","operator":"in","value":{"domain":"a","table":"b"}}])",
        R"([{"field":"a","operator":"isNull","value":1}])",
        R"([{"field":"a","operator":"lessThan","value":true}])",
        R"([{"field":"a","operator":"startsWith","value":1}])",
        R"([{"field":"","operator":"equal","value":1}])", R"([{"expression":""}])",
        R"([{"expression":7}])", R"([{"expression":"a","field":"b"}])",
        R"([{"field":"a","operator":"equal","value":1,"except":"x"}])"}) {
    EXPECT_FALSE(decode_row_filters(json(text))) << text;
  }
}

TEST(Documents, DecodesMasksByTheirIndex) {
  const auto masks =
      decode_column_masks(json(R"x([{"index":1,"action":"keyedHash","rule":"tails","order":2},
               {"index":0,"viewExpression":{"expression":"lower(carrier) "}},
               {"index":0,"action":"constant","argument":"-"}])x"),
                          {"carrier", "tailnum"});
  ASSERT_TRUE(masks) << masks.error().message;
  EXPECT_EQ((*masks)[0].column, "tailnum");
  EXPECT_EQ((*masks)[0].action, MaskAction::kKeyedHash);
  EXPECT_EQ((*masks)[0].order, 2);
  EXPECT_EQ((*masks)[1].action, MaskAction::kExpression);
  EXPECT_EQ((*masks)[1].expression, "lower(carrier) ");
  EXPECT_EQ((*masks)[2].argument, Json("-"));
}

TEST(Documents, RefusesMasksOfUnknownShape) {
  for (const char* text :
       {R"([{"index":2,"action":"null"}])", R"([{"index":-1,"action":"null"}])",
        R"([{"action":"null"}])", R"([{"index":"0","action":"null"}])",
        R"([{"index":0,"action":"hide"}])", R"([{"index":0}])",
        R"([{"index":0,"action":"constant"}])", R"([{"index":0,"action":"null","argument":1}])",
        R"([{"index":0,"action":"null","viewExpression":{"expression":"a"}}])",
        R"([{"index":0,"viewExpression":{"expression":"a","identity":"admin"}}])",
        R"([{"index":0,"viewExpression":"a"}])", R"([{"index":0,"action":"null","order":"1"}])",
        R"([{"index":0,"action":"null","column":"a"}])", R"({})"}) {
    EXPECT_FALSE(decode_column_masks(json(text), {"a", "b"})) << text;
  }
}

TEST(Documents, DecodesNamesReasonsAndFlagsStrictly) {
  EXPECT_EQ(decode_names(json(R"(["a","b"])"))->size(), 2u);
  EXPECT_FALSE(decode_names(json(R"(["a",1])")));
  EXPECT_FALSE(decode_names(json(R"("a")")));
  const auto reasons = decode_reasons(json(R"([{"rule":"r","message":"m","request":"q"}])"));
  ASSERT_TRUE(reasons);
  EXPECT_EQ((*reasons)[0].request, "q");
  EXPECT_FALSE(decode_reasons(json(R"([{"rule":"r"}])")));
  EXPECT_FALSE(decode_reasons(json(R"(["m"])")));
  const Json yes = true, one = 1;
  EXPECT_FALSE(*decode_flag(nullptr));
  EXPECT_TRUE(*decode_flag(&yes));
  EXPECT_FALSE(decode_flag(&one));
}

}  // namespace
}  // namespace hanse::policy
