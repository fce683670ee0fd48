// SPDX-License-Identifier: Apache-2.0
#include "engine/types.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/files.h"
#include "base/utf8.h"
#include "data/encode.h"
#include "engine/engine.h"

namespace hanse::engine {
namespace {

TEST(Types, FindsTheEngineTypeOfAContractColumn) {
  EXPECT_EQ(*engine_type("string", ""), "VARCHAR");
  EXPECT_EQ(*engine_type("string", "VARCHAR(20)"), "VARCHAR");
  EXPECT_EQ(*engine_type("integer", ""), "BIGINT");
  EXPECT_EQ(*engine_type("integer", "INT"), "INTEGER");
  EXPECT_EQ(*engine_type("number", "Numeric(10, 2)"), "DECIMAL(10,2)");
  EXPECT_EQ(*engine_type("number", "decimal(18)"), "DECIMAL(18)");
  EXPECT_EQ(*engine_type("number", "double  precision"), "DOUBLE");
  EXPECT_EQ(*engine_type("timestamp", ""), "TIMESTAMP WITH TIME ZONE");
  EXPECT_EQ(*engine_type("timestamp", "TIMESTAMP"), "TIMESTAMP");
}

TEST(Types, RefusesWhatIsLossyUnknownOrNoType) {
  for (const auto& [logical, physical] : std::initializer_list<std::pair<const char*, const char*>>{
           {"integer", "hugeint"},
           {"string", "enum"},
           {"string", "bit"},
           {"string", "interval"},
           {"time", "timetz"},
           {"colour", ""},
           {"integer", "varchar"},
           {"number", "decimal"},
           {"number", "decimal(39,2)"},
           {"number", "decimal(4,5)"},
           {"number", "decimal()"},
           {"number", "decimal(,)"},
           {"number", "decimal(10,2); drop"},
           {"number", "decimal(10,'a')"},
           {"string", "varchar) , x integer"}})
    EXPECT_EQ(engine_type(logical, physical).error().code, ErrorCode::kUnsupported)
        << logical << " " << physical;
  EXPECT_NE(engine_type("integer", "hugeint").error().message.find("DOUBLE"), std::string::npos);
}

TEST(Types, ThePublishedTableIsTheOneInUse) {
  const std::string path = std::string(HANSE_SOURCE_DIR) + "/docs/reference/types.md";
  if (std::getenv("HANSE_UPDATE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    ASSERT_TRUE(write_file_atomic(path, types_markdown()));
  }
  const auto text = read_file(path, kSpecificationBytesMax);
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(*text, types_markdown());
}

TEST(Types, KnowsWhichTypesHoldEveryValueOfAnother) {
  const std::pair<const char*, const char*> kYes[] = {
      {"INTEGER", "BIGINT"}, {"INTEGER", "DOUBLE"}, {"UINTEGER", "BIGINT"}, {"FLOAT", "DOUBLE"},
      {"DECIMAL(10,2)", "DECIMAL(12,2)"}, {"DECIMAL(10,2)", "DECIMAL(12,4)"},
      {"BIGINT", "DECIMAL(38,0)"}, {"INTEGER[]", "BIGINT[]"}, {"NULL", "VARCHAR"},
      {"STRUCT(a INTEGER, \"b c\" FLOAT)", "STRUCT(a BIGINT, \"b c\" DOUBLE)"},
      {"MAP(VARCHAR, INTEGER)", "MAP(VARCHAR, BIGINT)"}, {"INTEGER[3]", "INTEGER[]"},
      {"STRUCT(a DECIMAL(4,1), b INTEGER)[]", "STRUCT(a DECIMAL(5,1), b INTEGER)[]"}};
  for (const auto& [from, to] : kYes) EXPECT_TRUE(is_assignable(from, to)) << from << " to " << to;
  const std::pair<const char*, const char*> kNo[] = {
      {"BIGINT", "INTEGER"},
      {"BIGINT", "DOUBLE"},
      {"INTEGER", "UBIGINT"},
      {"UBIGINT", "BIGINT"},
      {"INTEGER", "FLOAT"},
      {"DOUBLE", "FLOAT"},
      {"DOUBLE", "DECIMAL(10,2)"},
      {"HUGEINT", "BIGINT"},
      {"HUGEINT", "DECIMAL(38,0)"},
      {"DECIMAL(12,2)", "DECIMAL(10,2)"},
      {"VARCHAR", "INTEGER"},
      {"DECIMAL(10,4)", "DECIMAL(12,2)"},
      {"TIMESTAMP", "DATE"},
      {"DATE", "TIMESTAMP"},
      {"TIMESTAMP", "TIMESTAMP WITH TIME ZONE"},
      {"INTEGER", "VARCHAR"},
      {"VARCHAR", "UUID"},
      {"STRUCT(a INTEGER)", "STRUCT(b INTEGER)"},
      {"STRUCT(a INTEGER)", "STRUCT(a INTEGER, b INTEGER)"},
      {"INTEGER[]", "INTEGER[3]"},
      {"INTEGER", "INTEGER[]"},
      {"", ""},
      {"BIGINT[]", "INTEGER[]"}};
  for (const auto& [from, to] : kNo) EXPECT_FALSE(is_assignable(from, to)) << from << " to " << to;
}

class TypeRoundTrip : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = std::filesystem::temp_directory_path() / "hanse-types-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    auto engine = make_builder_engine({folder_ + "/temp", int64_t{1} << 30, 2, "key"});
    ASSERT_TRUE(engine) << engine.error().message;
    engine_ = *engine;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string rows(const std::string& sql) {
    auto stream = engine_->run({sql, {}}, CancelToken());
    if (!stream) return stream.error().message;
    std::string out;
    for (;;) {
      auto chunk = (*stream)->next();
      if (!chunk) return chunk.error().message;
      if (chunk->empty()) return out;
      for (int64_t row = 0; row < chunk->rows(); ++row)
        out += data::cell_text(*(*stream)->schema(), *chunk, 0, row) + "; ";
    }
  }

  std::string folder_;
  std::shared_ptr<Engine> engine_;
};

// Values at the edges of each type, as SQL literals.
std::vector<std::string> edges_of(const std::string& type) {
  if (type == "VARCHAR") return {"''", "'a'", "'ümlaut'", "NULL"};
  if (type == "JSON") return {"'{\"a\": 1}'", "NULL"};
  if (type == "UUID")
    return {"'00000000-0000-0000-0000-000000000001'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"};
  if (type == "BLOB") return {"'\\x00\\xFF'::BLOB", "''::BLOB"};
  if (type == "TINYINT") return {"-128", "127"};
  if (type == "SMALLINT") return {"-32768", "32767"};
  if (type == "INTEGER") return {"-2147483648", "2147483647"};
  if (type == "BIGINT") return {"-9223372036854775808", "9223372036854775807"};
  if (type == "UTINYINT") return {"0", "255"};
  if (type == "USMALLINT") return {"0", "65535"};
  if (type == "UINTEGER") return {"0", "4294967295"};
  if (type == "UBIGINT") return {"0", "18446744073709551615"};
  if (type == "FLOAT") return {"1.1", "3.4028235e38", "'NaN'"};
  if (type == "DOUBLE") return {"0.1", "1.7976931348623157e308", "'-Infinity'"};
  if (type == "DECIMAL(38,10)") return {"1234567890123456789012345678.0123456789", "-0.0000000001"};
  if (type == "BOOLEAN") return {"true", "false"};
  if (type == "DATE") return {"'0001-01-01'", "'1969-12-31'", "'9999-12-31'"};
  if (type == "TIME") return {"'00:00:00'", "'23:59:59.999999'"};
  if (type == "TIMESTAMP_NS") return {"'1969-12-31 23:59:59.999999999'"};
  if (type.starts_with("TIMESTAMP"))
    return {"'1969-12-31 23:59:59.999999'", "'2013-01-01 05:00:00'"};
  return {"NULL"};
}

TEST_F(TypeRoundTrip, EveryTypeThatMayBePublishedSurvivesParquet) {
  for (const TypeRow& row : type_table()) {
    std::string type(row.engine);
    if (!row.lossy.empty() || type == "STRUCT" || type == "LIST" || type == "MAP") continue;
    if (const size_t hole = type.find("{}"); hole != std::string::npos)
      type.replace(hole, 2, "(38,10)");
    std::string values;
    for (const std::string& edge : edges_of(type))
      values += std::string(values.empty() ? "" : ", ") + "(CAST(" + edge + " AS " + type + "))";
    const std::string select = "SELECT v FROM (VALUES " + values + ") t(v)";
    const std::string path = quote_literal(folder_ + "/t.parquet");
    const auto written =
        engine_->execute({"COPY (" + select + ") TO " + path + " (FORMAT parquet)", {}}, {});
    ASSERT_TRUE(written) << type << ": " << written.error().message;
    EXPECT_EQ(rows("SELECT v FROM " + path), rows(select)) << type;
    auto before = engine_->run({select, {}}, {});
    auto after = engine_->run({"SELECT v FROM " + path, {}}, {});
    ASSERT_TRUE(before && after);
    EXPECT_EQ((*after)->schema()->columns()[0].type, (*before)->schema()->columns()[0].type);
  }
}

TEST_F(TypeRoundTrip, EveryLossyTypeIsReallyChangedByParquet) {
  for (const auto& [type, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"HUGEINT", "170141183460469231731687303715884105727"}, {"UHUGEINT", "9007199254740993"},
           {"ENUM('a')", "'a'"}, {"BIT", "'101'"}, {"TIMESTAMP_S", "'2013-01-01 00:00:00'"}}) {
    const std::string select = fmt::format("SELECT ({})::{} AS v", value, type);
    const std::string path = quote_literal(folder_ + "/l.parquet");
    ASSERT_TRUE(
        engine_->execute({"COPY (" + select + ") TO " + path + " (FORMAT parquet)", {}}, {}));
    auto before = engine_->run({select, {}}, {});
    auto after = engine_->run({"SELECT v FROM " + path, {}}, {});
    ASSERT_TRUE(before && after);
    EXPECT_NE((*after)->schema()->columns()[0].type, (*before)->schema()->columns()[0].type)
        << type;
  }
}

TEST_F(TypeRoundTrip, AssignableTypesCastThereAndBackUnchanged) {
  const std::vector<std::string> kTypes = {
      "TINYINT",  "SMALLINT", "INTEGER", "BIGINT",    "UTINYINT",       "USMALLINT",
      "UINTEGER", "UBIGINT",  "FLOAT",   "DOUBLE",    "DECIMAL(38,10)", "UUID",
      "VARCHAR",  "JSON",     "DATE",    "TIMESTAMP", "BOOLEAN"};
  int tried = 0;
  for (const std::string& from : kTypes)
    for (const std::string& to : kTypes) {
      if (!is_assignable(from, to)) continue;
      for (const std::string& edge : edges_of(from)) {
        const std::string value = "CAST(" + edge + " AS " + from + ")";
        EXPECT_EQ(rows("SELECT (" + value + ")::" + to + "::" + from), rows("SELECT " + value))
            << from << " to " << to;
        ++tried;
      }
    }
  EXPECT_GT(tried, 40);
}

TEST_F(TypeRoundTrip, WritesAStreamAsParquet) {
  const std::string select =
      "SELECT i AS id, 'n' || i AS \"the name\", i::DECIMAL(10,2) AS d, [i, NULL] AS l, {'a': i} "
      "AS s, "
      "DATE '1969-12-31' + i::INTEGER AS day, make_timestamptz(2013, 1, 1, 0, 0, 0.5) AS t, "
      "MAP{'k': i} AS m, "
      "CASE WHEN i % 3 > 0 THEN i::DOUBLE END AS maybe, sum(i) OVER (ORDER BY i) AS total "
      "FROM range(10000) r(i)";
  auto stream = engine_->run({select, {}}, {});
  ASSERT_TRUE(stream) << stream.error().message;
  const std::string path = folder_ + "/out.parquet";
  const auto written = write_parquet(**stream, path);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(*written, 10000);
  EXPECT_EQ(rows("SELECT count(*) FROM (" + select + ") a FULL JOIN " + quote_literal(path) +
                 " b ON a.id = b.id AND a.\"the name\" = b.\"the name\" AND a.d = b.d AND a.l IS "
                 "NOT DISTINCT FROM b.l "
                 "AND a.s = b.s AND a.day = b.day AND a.t = b.t AND a.m = b.m AND "
                 "a.maybe IS NOT DISTINCT FROM b.maybe AND a.total = b.total WHERE a.id IS NOT "
                 "NULL AND b.id IS NOT NULL"),
            "10000; ");
  auto empty = engine_->run({"SELECT 1 AS a, 'x' AS b WHERE false", {}}, {});
  ASSERT_TRUE(write_parquet(**empty, path));
  EXPECT_EQ(rows("SELECT count(*) FROM " + quote_literal(path)), "0; ");
}

TEST_F(TypeRoundTrip, AFailingStreamLeavesNoParquetFile) {
  auto stream = engine_->run({"SELECT CASE WHEN i = 900000 THEN error('x')::BIGINT ELSE i END AS v "
                              "FROM range(1000000) t(i)",
                              {}},
                             {});
  ASSERT_TRUE(stream);
  const std::string path = folder_ + "/failed.parquet";
  EXPECT_FALSE(write_parquet(**stream, path));
  EXPECT_FALSE(path_exists(path));
  EXPECT_FALSE(path_exists(path + ".part"));
}

}  // namespace
}  // namespace hanse::engine
