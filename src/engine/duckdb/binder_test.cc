// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <thread>

#include "engine/engine.h"

namespace hanse::engine {
namespace {

class BinderTest : public testing::Test {
 protected:
  void SetUp() override {
    auto binder = make_binder();
    ASSERT_TRUE(binder) << binder.error().message;
    binder_ = *binder;
    ASSERT_TRUE(binder_->ensure({"flights",
                                 {{"id", "INTEGER"},
                                  {"carrier", "VARCHAR"},
                                  {"day", "DATE"},
                                  {"fare", "DECIMAL(10,2)"},
                                  {"place", "STRUCT(x INTEGER, y VARCHAR)"}}}));
    ASSERT_TRUE(binder_->ensure({"airlines", {{"carrier", "VARCHAR"}, {"name", "VARCHAR"}}}));
    ASSERT_TRUE(binder_->ensure({"secret_layoffs", {{"who", "VARCHAR"}}}));
  }

  // `flights(id,day) airlines()`, or the error.
  std::string referenced(const std::string& sql) {
    const auto binding = binder_->bind(sql, Tell::kResult);
    if (!binding) return binding.error().message;
    std::string out;
    for (const auto& [table, columns] : binding->referenced) {
      out += (out.empty() ? "" : " ") + table + "(";
      for (const auto& column : columns) out += (out.ends_with('(') ? "" : ",") + column;
      out += ")";
    }
    return out;
  }
  std::string types(const std::string& sql) {
    const auto binding = binder_->bind(sql, Tell::kResult);
    if (!binding) return binding.error().message;
    std::string out;
    for (const auto& column : binding->result)
      out += (out.empty() ? "" : ", ") + column.name + " " + column.type;
    return out;
  }
  Error error(const std::string& sql) {
    const auto binding = binder_->bind(sql, Tell::kResult);
    return binding ? Error{} : binding.error();
  }

  std::shared_ptr<Binder> binder_;
};

TEST_F(BinderTest, NamesTheColumnsThatAStatementRefersTo) {
  EXPECT_EQ(referenced("SELECT carrier FROM hanse_shape.flights WHERE id = 3"),
            "flights(id,carrier)");
  EXPECT_EQ(referenced("SELECT count(*) FROM hanse_shape.flights"), "flights()");
  EXPECT_EQ(referenced("SELECT * FROM hanse_shape.airlines"), "airlines(carrier,name)");
  EXPECT_EQ(referenced("SELECT 1"), "");
  EXPECT_EQ(
      referenced("SELECT a.name FROM hanse_shape.flights f NATURAL JOIN hanse_shape.airlines a"),
      "flights(carrier) airlines(carrier,name)");
  EXPECT_EQ(referenced("SELECT (SELECT max(name) FROM hanse_shape.airlines a WHERE a.carrier = "
                       "f.carrier) FROM hanse_shape.flights f"),
            "flights(carrier) airlines(carrier,name)");
  EXPECT_EQ(
      referenced(
          "SELECT id FROM hanse_shape.flights UNION ALL SELECT fare FROM hanse_shape.flights"),
      "flights(id,fare)");
  EXPECT_EQ(referenced("WITH c AS (SELECT * FROM hanse_shape.flights) SELECT id FROM c"),
            "flights(id,carrier,day,fare,place)");
  EXPECT_EQ(referenced("SELECT id FROM hanse_shape.flights WHERE carrier IN (SELECT carrier FROM "
                       "hanse_shape.airlines)"),
            "flights(id,carrier) airlines(carrier)");
  EXPECT_EQ(referenced("SELECT place.x FROM hanse_shape.flights"), "flights(place)");
  EXPECT_EQ(
      referenced("SELECT rank() OVER (PARTITION BY carrier ORDER BY day) FROM hanse_shape.flights"),
      "flights(carrier,day)");
}

TEST_F(BinderTest, GivesTheResultsNamesAndTypes) {
  EXPECT_EQ(types("SELECT id, sum(fare) AS total, day FROM hanse_shape.flights GROUP BY ALL"),
            "id INTEGER, total DECIMAL(38,2), day DATE");
  EXPECT_EQ(types("SELECT place, [id], hanse_keyed_hash(carrier) h FROM hanse_shape.flights"),
            "place STRUCT(x INTEGER, y VARCHAR), main.list_value(id) INTEGER[], h VARCHAR");
}

TEST_F(BinderTest, BindsParametersWhoseTypeIsKnownOrNot) {
  EXPECT_EQ(referenced("SELECT id FROM hanse_shape.flights WHERE carrier = $1 LIMIT $2"),
            "flights(id,carrier)");
  EXPECT_EQ(
      types("SELECT coalesce($1, carrier) AS c FROM hanse_shape.flights WHERE day > $2::DATE"),
      "c VARCHAR");
  EXPECT_EQ(referenced("SELECT $1"), "");
  EXPECT_EQ(referenced("SELECT id + $1, concat($2, carrier) FROM hanse_shape.flights"),
            "flights(id,carrier)");
  EXPECT_EQ(referenced("SELECT date_trunc($1, day) FROM hanse_shape.flights"), "flights(day)");
  EXPECT_EQ(referenced("SELECT $1 + $2 FROM hanse_shape.flights"), "flights()");
  EXPECT_EQ(referenced("SELECT '$1', $1 FROM hanse_shape.flights WHERE carrier = '$2'"),
            "flights(carrier)");
  EXPECT_EQ(types("SELECT id FROM hanse_shape.flights WHERE id IN ($1, $2, $3)"), "id INTEGER");
  EXPECT_EQ(referenced("SELECT CASE WHEN $1 THEN id END FROM hanse_shape.flights"), "flights(id)");
  EXPECT_EQ(referenced("SELECT list_value($1), upper($2) FROM hanse_shape.flights"), "flights()");
  EXPECT_EQ(referenced("SELECT day + $1 FROM hanse_shape.flights"), "flights(day)");
}

TEST_F(BinderTest, SaysWhatIsWrongAndWhereWithoutNamingOtherThings) {
  struct Case {
    const char* sql;
    const char* message;
    int position;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"SELECT nam FROM hanse_shape.airlines", "unknown column `nam`", 7},
           {"SELECT a.nam FROM hanse_shape.airlines a", "unknown column `nam`", 7},
           {"SELECT b.name FROM hanse_shape.airlines a", "unknown table `b`", 7},
           {"SELECT 1 FROM hanse_shape.secret_layoff", "unknown table `secret_layoff`", 14},
           {"SELECT foo(carrier) FROM hanse_shape.airlines", "unknown function `foo`", 7},
           {"SELECT id::foo FROM hanse_shape.flights", "unknown type `foo`", 11},
           {"SELECT carrier FROM hanse_shape.flights f, hanse_shape.airlines a",
            "ambiguous column `carrier`", 7},
           {"SELECT id, count(*) FROM hanse_shape.flights",
            "must be in GROUP BY or inside an aggregate: column `id`", 7},
           {"SELECT id FROM hanse_shape.flights WHERE sum(id) > 3",
            "an aggregate cannot stand in WHERE; use HAVING", 41},
           {"SELECT id + carrier FROM hanse_shape.flights",
            "no function takes these argument types: `+(INTEGER, VARCHAR)`", 10},
           {"SELECT place.z FROM hanse_shape.flights", "the struct has no field `z`", -1},
           {"SELECT (SELECT id, day FROM hanse_shape.flights)",
            "a scalar subquery must return one column", 7},
           {"SELECT FROM", "syntax error at the end of the statement", 11},
           {"SELECT concat($1, carrier), nam FROM hanse_shape.airlines", "unknown column `nam`",
            28},
       }) {
    const Error got = error(c.sql);
    EXPECT_EQ(got.message, c.message) << c.sql;
    EXPECT_EQ(got.position, c.position) << c.sql;
    EXPECT_EQ(got.code, ErrorCode::kInvalidArgument) << c.sql;
    EXPECT_EQ(got.message.find("layoffs"), std::string::npos) << c.sql;
    EXPECT_EQ(got.message.find("Did you mean"), std::string::npos) << c.sql;
    EXPECT_EQ(got.message.find("andidate"), std::string::npos) << c.sql;
  }
}

TEST_F(BinderTest, RefusesWhatIsNoSelect) {
  for (const char* sql :
       {"INSERT INTO hanse_shape.airlines VALUES ('a', 'b')", "DROP TABLE hanse_shape.airlines",
        "CREATE TABLE x (a INTEGER)", "SET threads = 1", "SELECT 1; SELECT 2", "", ";"})
    EXPECT_FALSE(binder_->bind(sql, Tell::kResult)) << sql;
  EXPECT_EQ(referenced("SELECT name FROM hanse_shape.airlines"), "airlines(name)");
}

TEST_F(BinderTest, ReadsNoFileAndNoNetwork) {
  EXPECT_FALSE(binder_->bind("SELECT * FROM read_csv('/etc/passwd')", Tell::kResult));
  EXPECT_FALSE(binder_->bind("SELECT * FROM '/etc/passwd.csv'", Tell::kResult));
}

// The engine's loop for few rows asks its child for what it has given away: the process ended.
TEST_F(BinderTest, OutlivesASearchForTheNearestRowBelowAnAggregate) {
  EXPECT_EQ(types("SELECT min(c.id) AS x FROM hanse_shape.flights a "
                  "ASOF LEFT JOIN hanse_shape.flights b ON a.id >= b.id "
                  "ASOF LEFT JOIN hanse_shape.flights c ON b.id > c.id"),
            "x INTEGER");
}

TEST_F(BinderTest, GivesTheBoundPlanWhenAsked) {
  const auto binding = binder_->bind("SELECT name FROM hanse_shape.airlines", Tell::kPlan);
  ASSERT_TRUE(binding);
  EXPECT_EQ(binding->plan["type"].as_string(), "LOGICAL_PROJECTION");
  EXPECT_TRUE(binder_->bind("SELECT 1", Tell::kResult)->plan.is_null());
}

TEST_F(BinderTest, IsSafeToUseFromManyThreads) {
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      for (int k = 0; k < 20; ++k) {
        const std::string name = "t" + std::to_string((i * k) % 11);
        if (!binder_->ensure({name, {{"a", "INTEGER"}}})) continue;
        good += binder_->bind("SELECT a FROM hanse_shape." + name, Tell::kResult).has_value();
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good.load(), 160);
}

TEST_F(BinderTest, ListsTheEnginesFunctions) {
  const auto functions = binder_->functions();
  ASSERT_TRUE(functions) << functions.error().message;
  EXPECT_GT(functions->size(), 1000u);
  EXPECT_TRUE(functions->at(0)["name"].is_string());
}

class ParserTest : public testing::Test {
 protected:
  void SetUp() override {
    auto parser = make_parser();
    ASSERT_TRUE(parser) << parser.error().message;
    parser_ = *parser;
  }
  std::shared_ptr<Parser> parser_;
};

TEST_F(ParserTest, PrintingWhatWasParsedGivesTheSameTree) {
  for (const std::string sql : {"SELECT a, b FROM t WHERE (x = $1)", "SELECT 1 + 2",
                                "SELECT $$a'b$$", "WITH c AS (SELECT 1) SELECT * FROM c", "FROM t",
                                "SELECT sum(x) FILTER (WHERE y) OVER (ORDER BY z) FROM t"}) {
    const auto ast = parser_->parse(sql);
    ASSERT_TRUE(ast) << ast.error().message;
    EXPECT_EQ((*ast)["statements"].size(), 1u);
    const auto text = parser_->print(*ast);
    ASSERT_TRUE(text) << text.error().message;
    const auto again = parser_->parse(*text);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*parser_->print(*again), *text);
  }
}

TEST_F(ParserTest, ANumberThatIsTooLargeIsSaidToBe) {
  for (const std::string sql : {"SELECT 1e999", "SELECT -1e400", "SELECT a + 1e999 FROM t"}) {
    const auto ast = parser_->parse(sql);
    ASSERT_FALSE(ast) << sql;
    EXPECT_EQ(ast.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(ast.error().message, "a number in the statement is out of range");
  }
}

// What a printed constant is read back as decides the type that runs.
TEST_F(ParserTest, ConstantsKeepTheirTypeThroughPrinting) {
  const auto type_of = [](const Json& ast) {
    const Json& item = ast["statements"].at(0)["node"]["select_list"].at(0);
    return (item["class"].as_string() == "CAST" ? item["cast_type"] : item["value"]["type"])["id"]
        .as_string();
  };
  for (const auto& [literal, type] : std::vector<std::pair<std::string, std::string>>{
           {"1", "INTEGER"}, {"9223372036854775807", "BIGINT"},
           {"123456789012345678901", "HUGEINT"}, {"1.50", "DECIMAL"}, {"1e3", "DOUBLE"},
           {"1.5e-7", "DOUBLE"}, {"5e-324", "DOUBLE"}, {"1.7976931348623157e308", "DOUBLE"},
           {"'1e3'", "VARCHAR"}}) {
    const auto ast = parser_->parse("SELECT " + literal + " AS x");
    ASSERT_TRUE(ast) << literal << ": " << ast.error().message;
    EXPECT_EQ(type_of(*ast), type) << literal;
    const auto again = parser_->parse(*parser_->print(*ast));
    ASSERT_TRUE(again) << literal << ": " << again.error().message;
    EXPECT_EQ(type_of(*again), type) << literal;
    EXPECT_EQ(*parser_->print(*again), *parser_->print(*ast));
    EXPECT_EQ((*again)["statements"].at(0)["node"]["select_list"].at(0)["alias"].as_string(), "x");
  }
}

TEST_F(ParserTest, SaysWhereTextDoesNotParse) {
  const auto ast = parser_->parse("SELECT a FRM t WHERE");
  ASSERT_FALSE(ast);
  EXPECT_EQ(ast.error().code, ErrorCode::kInvalidArgument);
  EXPECT_GE(ast.error().position, 13);
  EXPECT_EQ(parser_->parse("selct 1").error().message, "syntax error near `selct`");
  EXPECT_EQ(parser_->parse("INSERT INTO t VALUES (1)").error().message,
            "expected one SELECT statement");
}

TEST_F(ParserTest, RefusesNulAndBytesThatAreNoUtf8) {
  EXPECT_EQ(parser_->parse(std::string("SELECT 1\0, 2", 12)).error().position, 8);
  EXPECT_EQ(parser_->parse("SELECT '\xff'").error().position, 8);
}

TEST_F(ParserTest, RefusesDeepNestingCleanly) {
  std::string deep = "SELECT ";
  for (int i = 0; i < 100000; ++i) deep += "(";
  EXPECT_FALSE(parser_->parse(deep + "1"));
  std::string nots = "SELECT ";
  for (int i = 0; i < 20000; ++i) nots += "NOT ";
  EXPECT_FALSE(parser_->parse(nots + "true"));
  std::string sum = "SELECT 1";
  for (int i = 0; i < 20000; ++i) sum += "+(1";
  EXPECT_FALSE(parser_->parse(sum + std::string(20000, ')')));
}

TEST_F(ParserTest, ParsesOneExpressionAndNothingMore) {
  const auto expression = parser_->parse_expression("origin <> 'EWR' AND lower(x) = 'a'");
  ASSERT_TRUE(expression) << expression.error().message;
  EXPECT_EQ((*expression)["type"].as_string(), "CONJUNCTION_AND");
  for (const char* text : {"", "a, b", "a FROM t", "a WHERE b", "a; SELECT b", "a) FROM (t",
                           "a ORDER BY b", "a AS b", "DISTINCT a", "a LIMIT 1", "a UNION SELECT b",
                           "a GROUP BY a", "a HAVING true", "a QUALIFY true", "a FROM t --"})
    EXPECT_FALSE(parser_->parse_expression(text)) << text;
  EXPECT_EQ(parser_->parse_expression("a = = b").error().position, 4);
}

}  // namespace
}  // namespace hanse::engine
