// SPDX-License-Identifier: Apache-2.0
// Statements whose tables were replaced must print as what they are.
#include <gtest/gtest.h>

#include "govern/test_support.h"
#include "sql/rewrite.h"

namespace hanse::govern {
namespace {

// With `SELECT 1 AS x` in the place of every table.
Result<Json> replaced(const std::string& sql) {
  static const Json one = sql::root_node(test_parser().parse("SELECT 1 AS x").value());
  HANSE_TRY(const Json ast, test_parser().parse(sql));
  return sql::replace_tables(ast, [](size_t, const sql::TableReference&) -> Result<Json> {
    return sql::subquery_ref(one, "");
  });
}

TEST(ReadsBack, JoinsInParentheses) {
  for (const std::string sql :
       {"FROM d.a, d.b, d.c", "FROM d.a CROSS JOIN d.b JOIN d.c ON b.x = c.x",
        "FROM d.a, (d.b JOIN d.c ON b.x = c.x)", "FROM d.a JOIN (d.b CROSS JOIN d.c) ON a.x = b.x",
        "FROM d.a, (d.b CROSS JOIN d.c)", "FROM (d.a CROSS JOIN d.b) ANTI JOIN d.c USING (x)",
        "FROM d.a JOIN (d.b JOIN d.c ON true) ON true", "FROM d.a POSITIONAL JOIN (d.b CROSS JOIN d.c)",
        "FROM d.a NATURAL JOIN (d.b JOIN d.c USING (x))",
        "FROM d.a JOIN (d.b NATURAL JOIN d.c) USING (x)",
        "FROM (d.a CROSS JOIN (d.b CROSS JOIN (d.c CROSS JOIN d.e))) SEMI JOIN (d.f CROSS JOIN (d.g POSITIONAL JOIN d.h)) ON true",
        "FROM d.a ASOF JOIN (d.b CROSS JOIN d.c) ON a.x > b.x",
        "SELECT (SELECT 1 FROM d.a JOIN (d.b CROSS JOIN d.c) ON true) FROM d.a LEFT JOIN (d.b CROSS JOIN d.c) ON true",
        "SELECT 'hanse_join0_' FROM d.a LEFT JOIN (d.b CROSS JOIN d.c) ON true",
        "FROM d.a CROSS JOIN d.b UNPIVOT (v FOR n IN (x)) AS u",
        "FROM (d.b JOIN d.c ON b.x = c.x) UNPIVOT (v FOR n IN (x)) AS u",
        "FROM d.a, (d.b CROSS JOIN d.c) PIVOT (max(x) FOR x IN (1)) AS u",
        "FROM d.a, LATERAL (SELECT a.x AS y) l JOIN d.c ON l.y = c.x"}) {
    const auto out = replaced(sql);
    ASSERT_TRUE(out.has_value()) << sql << ": " << out.error().message;
    const auto text = test_parser().print(*out);
    ASSERT_TRUE(text.has_value()) << sql << ": " << text.error().message;
    const auto again = test_parser().parse(*text);
    ASSERT_TRUE(again.has_value()) << sql << ": " << *text;
    EXPECT_TRUE(sql::same_statement(*out, *again)) << sql << ": " << *text;
  }
}

TEST(ReadsBack, GroupingsThatBecomeAlikeAreOne) {
  for (const std::string sql :
       {"SELECT a.x FROM d.a GROUP BY a.x, d.a.x", "SELECT 1 FROM d.a GROUP BY d.a.x, a.x, d.a.x",
        "SELECT 1 FROM d.a GROUP BY GROUPING SETS ((a.x), (x), ())"}) {
    const auto out = replaced(sql);
    ASSERT_TRUE(out.has_value()) << sql << ": " << out.error().message;
    const auto again = test_parser().parse(*test_parser().print(*out));
    ASSERT_TRUE(again.has_value()) << sql;
    EXPECT_TRUE(sql::same_statement(*out, *again)) << sql << ": " << *test_parser().print(*out);
  }
}

TEST(ReadsBack, GroupingsOfSetsThatBecomeAlikeAreRefused) {
  EXPECT_FALSE(replaced("SELECT 1 FROM d.a GROUP BY CUBE (a.x, d.a.x)"));
  EXPECT_FALSE(replaced("SELECT 1 FROM d.a GROUP BY GROUPING SETS ((a.x, d.a.x), (d.a.x), ())"));
}

// The text of the columns of `sql` after its tables were replaced.
std::string columns_of(const std::string& sql) {
  const auto out = replaced(sql);
  if (!out) return out.error().message;
  const std::string text = *test_parser().print(*out);
  return text.substr(7, text.find(" FROM ") - 7);
}

TEST(Names, ColumnsKeepTheTableThatTheyAreOf) {
  EXPECT_EQ(columns_of("SELECT d.t.x, t.x, x FROM d.t"), "t.x, t.x, x");
  EXPECT_EQ(columns_of("SELECT d.t.x, u.x FROM d.t, d.u"), "t.x, u.x");
  EXPECT_EQ(columns_of("SELECT d.t.x, E.T.x FROM d.t JOIN e.t ON d.t.x = e.t.x"),
            R"("d.t".x, "e.t".x)");
  EXPECT_EQ(columns_of("SELECT d.t.x, t.x FROM d.t, d.u AS t"), "ambiguous table `t`");
  EXPECT_EQ(columns_of("SELECT t.x FROM d.t, e.t"), "ambiguous table `t`");
  EXPECT_EQ(columns_of("SELECT t.* FROM d.t, e.t"), "ambiguous table `t`");
  EXPECT_EQ(columns_of("SELECT t.s.a FROM d.t, d.u AS t"), "ambiguous table `t`");
  EXPECT_EQ(columns_of("SELECT t.s.a FROM d.t, e.t"), "ambiguous table `t`");
  EXPECT_EQ(columns_of("SELECT d.t.x, (WITH t AS (SELECT 1 AS x) FROM t) AS y FROM d.t, d.t AS v"),
            "t.x, (WITH t AS (SELECT 1 AS x)SELECT *");
  // A whole row: of the relation that has the name to itself.
  EXPECT_EQ(columns_of("SELECT t FROM d.t, d.u AS t"), "ambiguous table `t`");
  EXPECT_EQ(columns_of("SELECT (SELECT t) FROM d.u AS t, d.t"), "ambiguous table `t`");
  EXPECT_EQ(columns_of("SELECT t FROM d.t, d.u"), "t");
  // Columns that a star leaves out or renames.
  EXPECT_EQ(columns_of("SELECT * EXCLUDE (t.x) FROM d.t, d.u AS t"), "ambiguous table `t`");
  EXPECT_EQ(columns_of("SELECT * RENAME (t.x AS y) FROM d.t, d.u AS t"), "ambiguous table `t`");
  EXPECT_EQ(columns_of("SELECT * EXCLUDE (d.t.x) FROM d.t, d.u"), "* EXCLUDE (t.x)");
  EXPECT_EQ(columns_of("SELECT * EXCLUDE (d.t.x) FROM d.t, e.t"), R"(* EXCLUDE ("d.t".x))");
  // An inner FROM has names of its own; what only an outer one has is the outer one's.
  EXPECT_EQ(columns_of("SELECT d.t.x, EXISTS (FROM d.t WHERE t.x = d.t.x) AS y FROM d.t, e.t"),
            R"("d.t".x, EXISTS(SELECT *)");
  EXPECT_TRUE(replaced("SELECT 1 FROM d.t, e.t WHERE EXISTS (SELECT d.t.x FROM d.u, e.u)"));
}

}  // namespace
}  // namespace hanse::govern
