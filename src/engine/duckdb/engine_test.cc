// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "base/clock.h"
#include "base/utf8.h"
#include "data/encode.h"

namespace hanse::engine {
namespace {

class EngineTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = std::filesystem::temp_directory_path() / "hanse-engine-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    std::filesystem::create_directories(folder_ + "/data");
    std::filesystem::create_directories(folder_ + "/temp");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::shared_ptr<Engine> builder() {
    auto engine = make_builder_engine({folder_ + "/temp", int64_t{1} << 30, 2, "key"});
    EXPECT_TRUE(engine) << engine.error().message;
    return *engine;
  }
  std::shared_ptr<Engine> serving() {
    auto engine = make_serving_engine({{folder_ + "/data"}, int64_t{1} << 30, 2, "key"});
    EXPECT_TRUE(engine) << engine.error().message;
    return *engine;
  }

  std::string folder_;
};

// The rows as JSON, or the error's code and message.
std::string answer(Engine& engine, const Statement& statement) {
  auto stream = engine.run(statement, CancelToken());
  if (!stream) return std::string(to_string(stream.error().code)) + ": " + stream.error().message;
  std::string out;
  for (;;) {
    auto chunk = (*stream)->next();
    if (!chunk) return std::string(to_string(chunk.error().code)) + ": " + chunk.error().message;
    if (chunk->empty()) return out;
    if (!out.empty()) out += ",";
    data::append_json_rows(*(*stream)->schema(), *chunk, out);
  }
}

TEST_F(EngineTest, RunsASelectWithParametersOfEachKind) {
  const auto engine = serving();
  EXPECT_EQ(answer(*engine, {"SELECT $1, $2, $3, $4, $5", {Json(nullptr), true, 7, 1.5, "x'\"y"}}),
            "[null,true,7,1.5,\"x'\\\"y\"]");
}

TEST_F(EngineTest, TakesParametersByTheirNumberNotTheirOrder) {
  const auto engine = serving();
  EXPECT_EQ(answer(*engine, {"SELECT $2, $1", {1, 2}}), "[2,1]");
}

TEST_F(EngineTest, ComparesTextParametersWithDates) {
  const auto engine = serving();
  EXPECT_EQ(answer(*engine, {"SELECT DATE '2013-01-02' > $1", {"2013-01-01"}}), "[true]");
}

TEST_F(EngineTest, RefusesAWrongNumberOfParameters) {
  const auto engine = serving();
  EXPECT_EQ(answer(*engine, {"SELECT $1", {}}),
            "invalid_argument: the statement has 1 parameters, 0 values were given");
}

TEST_F(EngineTest, StreamsMoreRowsThanMemoryHolds) {
  const auto engine = serving();
  auto stream =
      engine->run({"SELECT i, repeat('x', 100) FROM range(20000000) t(i)", {}}, CancelToken());
  ASSERT_TRUE(stream) << stream.error().message;
  int64_t rows = 0;
  while (rows < 2'000'000) {
    auto chunk = (*stream)->next();
    ASSERT_TRUE(chunk) << chunk.error().message;
    rows += chunk->rows();
  }
  EXPECT_GE(rows, 2'000'000);
}

TEST_F(EngineTest, AnErrorInMidStreamNeverLooksLikeTheEnd) {
  const auto engine = serving();
  auto stream = engine->run({"SELECT CASE WHEN i = 900000 THEN error('stop here')::BIGINT ELSE i "
                             "END FROM range(1000000) t(i)",
                             {}},
                            CancelToken());
  ASSERT_TRUE(stream) << stream.error().message;
  int64_t rows = 0;
  for (;;) {
    auto chunk = (*stream)->next();
    if (!chunk) break;
    ASSERT_FALSE(chunk->empty()) << "the stream ended quietly after " << rows;
    rows += chunk->rows();
  }
  EXPECT_GT(rows, 0);
  EXPECT_FALSE((*stream)->next()) << "an error must be final";
}

TEST_F(EngineTest, StopsAtTheDeadline) {
  const auto engine = serving();
  const int64_t start = Clock::system().monotonic_us();
  Statement statement{
      "SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range + b.range = 3",
      {},
      start + 200'000};
  EXPECT_EQ(answer(*engine, statement), "timeout: the statement reached its time limit");
  EXPECT_LT(Clock::system().monotonic_us() - start, 5'000'000);
}

TEST_F(EngineTest, StopsSoonAfterCancel) {
  const auto engine = serving();
  CancelToken token;
  std::thread canceller([token]() mutable { token.cancel(); });
  auto stream = engine->run(
      {"SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range + b.range = 3",
       {}},
      token);
  const Error error = stream ? (*stream)->next().error() : stream.error();
  canceller.join();
  EXPECT_EQ(error.code, ErrorCode::kCancelled) << error.message;
}

TEST_F(EngineTest, ServesOnAfterAStreamIsDroppedEarly) {
  const auto engine = serving();
  for (int i = 0; i < 20; ++i) {
    auto stream = engine->run({"SELECT * FROM range(100000000)", {}}, CancelToken());
    ASSERT_TRUE(stream);
    ASSERT_TRUE((*stream)->next());
  }
  EXPECT_EQ(answer(*engine, {"SELECT 1", {}}), "[1]");
}

TEST_F(EngineTest, AStatementThatRanRunsAgainWithOtherValues) {
  const auto engine = serving();
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(answer(*engine, {"SELECT $1 + 1 AS x, $2 AS y", {i, "v" + std::to_string(i)}}),
              "[" + std::to_string(i + 1) + ",\"v" + std::to_string(i) + "\"]");
  const Statement bad{"SELECT $1 + 1 AS x, $2 AS y", {"a", "b"}, 0};
  EXPECT_EQ(answer(*engine, bad), answer(*serving(), bad)) << "as if it had not run before";
  EXPECT_EQ(answer(*engine, {"SELECT $1 + 1 AS x, $2 AS y", {1.5, Json()}}), "[2.5,null]");
  EXPECT_EQ(answer(*engine, {"SELECT $1 + 1 AS x, $2 AS y", {}}).substr(0, 16), "invalid_argument");
}

TEST_F(EngineTest, AStatementInUseIsNotLentTwice) {
  const auto engine = serving();
  const Statement statement{"SELECT range AS x FROM range(100000)", {}, 0};
  answer(*engine, statement);  // leaves it behind
  auto first = engine->run(statement, CancelToken());
  auto second = engine->run(statement, CancelToken());
  ASSERT_TRUE(first && second);
  int64_t rows[2] = {0, 0};
  for (bool more = true; more;) {
    more = false;
    int64_t* count = rows;
    for (auto* stream : {&*first, &*second}) {
      auto chunk = (*stream)->next();
      ASSERT_TRUE(chunk);
      *count++ += chunk->rows();
      more |= !chunk->empty();
    }
  }
  EXPECT_EQ(rows[0], 100000);
  EXPECT_EQ(rows[1], 100000);
}

TEST_F(EngineTest, ServesManyThreadsAtOnce) {
  const auto engine = serving();
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (int k = 0; k < 20; ++k)
        good += answer(*engine, {"SELECT sum(i)::BIGINT FROM range(1000) t(i)", {}}) == "[499500]";
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good.load(), 160);
}

TEST_F(EngineTest, KeyedHashIsHmacSha256AndKeepsNull) {
  const auto engine = serving();
  // RFC 2104 by another tool: HMAC-SHA-256 with key "key" of this sentence.
  EXPECT_EQ(
      answer(*engine, {"SELECT hanse_keyed_hash('The quick brown fox jumps over the lazy dog'), "
                       "hanse_keyed_hash(NULL)",
                       {}}),
      "[\"f7bc83f430538424b13298e6aa6fb143\",null]");
  EXPECT_EQ(answer(*engine, {"SELECT count(DISTINCT hanse_keyed_hash(CASE WHEN i % 2 = 0 THEN "
                             "i::VARCHAR END)) FROM range(10000) t(i)", {}}),
            "[5000]");
}

TEST_F(EngineTest, ReadsOnlyTheFoldersItServes) {
  const auto maker = builder();
  ASSERT_TRUE(
      maker->execute({"COPY (SELECT 1 AS a) TO '" + folder_ + "/data/in.parquet'", {}}, {}));
  ASSERT_TRUE(maker->execute({"COPY (SELECT 1 AS a) TO '" + folder_ + "/out.parquet'", {}}, {}));
  const auto engine = serving();
  const auto read = [&](const std::string& path) {
    return answer(*engine, {"SELECT a FROM read_parquet(" + quote_literal(path) + ")", {}});
  };
  EXPECT_EQ(read(folder_ + "/data/in.parquet"), "[1]");
  for (const std::string& path : {folder_ + "/out.parquet", folder_ + "/data/../out.parquet",
                                 std::string("/etc/passwd"), std::string("out.parquet"),
                                 folder_ + "/data-more/x.parquet", folder_ + "/*.parquet",
                                 std::string("http://localhost:1/x.parquet"),
                                 std::string("s3://bucket/x.parquet")}) {
    EXPECT_EQ(read(path).find("[1]"), std::string::npos) << path;
  }
}

TEST_F(EngineTest, AServingEngineRunsNothingButSelect) {
  const auto engine = serving();
  for (const char* sql :
       {"CREATE TABLE t (a INTEGER)", "SET threads = 1", "SET lock_configuration = false",
        "PRAGMA enable_profiling", "ATTACH ':memory:' AS x", "LOAD httpfs", "INSTALL httpfs",
        "COPY (SELECT 1) TO '/tmp/x.csv'", "EXPORT DATABASE '/tmp/x'", "CALL range(3)",
        "EXPLAIN SELECT 1", "BEGIN", "PREPARE p AS SELECT 1", "CREATE MACRO m() AS 1",
        "SELECT 1; SELECT 2", "VACUUM", "CHECKPOINT", "DETACH memory", "RESET threads"}) {
    auto ran = engine->run({sql, {}}, CancelToken());
    EXPECT_FALSE(ran) << sql;
    auto executed = engine->execute({sql, {}}, CancelToken());
    EXPECT_FALSE(executed) << sql;
  }
}

TEST_F(EngineTest, ABuilderEngineTellsHowManyRowsItWrote) {
  const auto engine = builder();
  const auto rows =
      engine->execute({"COPY (SELECT * FROM range(5000)) TO '" + folder_ + "/r.parquet'", {}}, {});
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(*rows, 5000);
}

TEST_F(EngineTest, GivesTypesAsSqlSpellsThem) {
  const auto engine = serving();
  auto stream =
      engine->run({"SELECT 1.5::DECIMAL(10,2) a, [1] b, {'x': 1, 'Y z': ['a']} c, MAP{'k': 1} d, "
                   "'a'::ENUM('a','b''c') e, now() f, '{}'::JSON g, 1::HUGEINT h, "
                   "array_value(1,2) i, INTERVAL 1 DAY j",
                   {}},
                  CancelToken());
  ASSERT_TRUE(stream) << stream.error().message;
  std::string types;
  for (const auto& column : (*stream)->schema()->columns()) types += column.type + "; ";
  EXPECT_EQ(types, "DECIMAL(10,2); INTEGER[]; STRUCT(x INTEGER, \"Y z\" VARCHAR[]); "
                   "MAP(VARCHAR, INTEGER); ENUM('a', 'b''c'); TIMESTAMP WITH TIME ZONE; JSON; "
                   "HUGEINT; INTEGER[2]; INTERVAL; ");
}

TEST_F(EngineTest, QuotesTheNamesOfFieldsAsTheEngineDoes) {
  const auto engine = serving();
  const std::string sql =
      "SELECT {'order': 1, 'name': 1, 'X': [{'end': 1}], 'x1': 1, '1x': 1, 'a\"b': 1, 'ü': 1} c";
  auto shown = engine->run({"SELECT typeof(c) FROM (" + sql + ")", {}}, CancelToken());
  auto stream = engine->run({sql, {}}, CancelToken());
  ASSERT_TRUE(shown) << shown.error().message;
  ASSERT_TRUE(stream) << stream.error().message;
  auto chunk = (*shown)->next();
  ASSERT_TRUE(chunk) << chunk.error().message;
  EXPECT_EQ((*stream)->schema()->columns().at(0).type,
            data::cell_text(*(*shown)->schema(), *chunk, 0, 0));
}

}  // namespace
}  // namespace hanse::engine
