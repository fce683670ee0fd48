// SPDX-License-Identifier: Apache-2.0
#include "engine/given_rows.h"

#include <gtest/gtest.h>

#include <thread>

#include "data/chunk_builder.h"
#include "data/encode.h"
#include "engine/engine.h"

namespace hanse::engine {
namespace {

// Rows (first + n, "name of first + n"), of that many in chunks of 1,000.
class Counted : public GivenRows {
 public:
  Counted(int64_t first, int64_t rows, std::string type = "BIGINT")
      : first_(first), rows_(rows), columns_({{"id", std::move(type)}, {"name", "VARCHAR"}}) {}
  const std::vector<data::Column>& columns() const override { return columns_; }
  int64_t rows() const override { return rows_; }
  Result<std::unique_ptr<data::ChunkStream>> read() const override {
    HANSE_TRY(auto builder, data::ChunkBuilder::of(columns_));
    return std::make_unique<Stream>(*this, std::move(builder));
  }

 private:
  class Stream : public data::ChunkStream {
   public:
    Stream(const Counted& rows, data::ChunkBuilder builder)
        : rows_(rows), builder_(std::move(builder)) {}
    std::shared_ptr<const data::Schema> schema() const override { return builder_.schema(); }
    Result<data::Chunk> next() override {
      for (int i = 0; i < 1'000 && at_ < rows_.rows_; ++i, ++at_) {
        const int64_t id = rows_.first_ + at_;
        if (rows_.columns_[0].type == "BIGINT")
          builder_.add(0, id);
        else
          builder_.add(0, static_cast<int32_t>(id));
        builder_.add_bytes(1, fmt::format("name of {}", id));
        builder_.end_row();
      }
      return builder_.take();
    }

   private:
    const Counted& rows_;
    data::ChunkBuilder builder_;
    int64_t at_ = 0;
  };

  const int64_t first_, rows_;
  const std::vector<data::Column> columns_;
};

std::shared_ptr<Engine> serving() {
  auto engine = make_serving_engine({{"/nowhere"}, int64_t{1} << 30, 2, "key"});
  EXPECT_TRUE(engine) << engine.error().message;
  return *engine;
}

std::string answer(Engine& engine, const std::string& sql, GivenList given) {
  Statement statement{sql, {}};
  statement.given = std::move(given);
  const auto stream = engine.run(statement, CancelToken());
  if (!stream) return std::string(to_string(stream.error().code));
  std::string out;
  for (;;) {
    const auto chunk = (*stream)->next();
    if (!chunk) return std::string(to_string(chunk.error().code));
    if (chunk->empty()) return out;
    if (!out.empty()) out += ",";
    data::append_json_rows(*(*stream)->schema(), *chunk, out);
  }
}

std::shared_ptr<const GivenRows> rows(int64_t first, int64_t count, std::string type = "BIGINT") {
  return std::make_shared<Counted>(first, count, std::move(type));
}

TEST(GivenRowsTest, AStatementReadsWhatItWasGiven) {
  const auto engine = serving();
  EXPECT_EQ(answer(*engine, "SELECT * FROM hanse_given(0) WHERE id > 1", {rows(0, 3)}),
            "[2,\"name of 2\"]");
  EXPECT_EQ(answer(*engine,
                   "SELECT count(*), sum(a.id), max(b.name) FROM hanse_given(0) AS a JOIN "
                   "hanse_given(1) AS b ON a.id = b.id + 1 JOIN hanse_given(0) AS c ON c.id = a.id",
                   {rows(0, 5'000), rows(4'000, 5'000)}),
            "[999,\"4495500\",\"name of 4998\"]");
  EXPECT_EQ(answer(*engine, "SELECT count(*) FROM hanse_given(0)", {rows(0, 0)}), "[0]");
}

TEST(GivenRowsTest, ColumnsComeInAnyOrderOrNotAtAll) {
  const auto engine = serving();
  EXPECT_EQ(answer(*engine, "SELECT name, id FROM hanse_given(0)", {rows(7, 1)}),
            "[\"name of 7\",7]");
  EXPECT_EQ(answer(*engine, "SELECT name FROM hanse_given(0)", {rows(7, 1)}), "[\"name of 7\"]");
  EXPECT_EQ(answer(*engine, "SELECT count(*) FROM hanse_given(0)", {rows(0, 5'000)}), "[5000]");
  EXPECT_EQ(answer(*engine, "SELECT 1 FROM hanse_given(0)", {rows(0, 2)}), "[1],[1]");
  EXPECT_EQ(answer(*engine, "SELECT rowid FROM hanse_given(0)", {rows(0, 2)}), "invalid_argument");
}

TEST(GivenRowsTest, TheSameTextReadsEachTimeWhatItIsGivenThen) {
  const auto engine = serving();
  const std::string sql = "SELECT max(id), typeof(max(id)) FROM hanse_given(0)";
  for (int64_t first = 0; first < 3; ++first)
    EXPECT_EQ(answer(*engine, sql, {rows(first, 10)}), fmt::format("[{},\"BIGINT\"]", first + 9));
  EXPECT_EQ(answer(*engine, sql, {rows(5, 1, "INTEGER")}), "[5,\"INTEGER\"]");
  EXPECT_EQ(answer(*engine, sql, {rows(6, 1)}), "[6,\"BIGINT\"]");
}

TEST(GivenRowsTest, NoStatementReachesWhatAnotherWasGiven) {
  const auto engine = serving();
  Statement other{"SELECT * FROM hanse_given(0)", {}};
  other.given = {rows(0, 100'000)};
  const auto running = engine->run(other, CancelToken());
  ASSERT_TRUE(running) << running.error().message;
  ASSERT_TRUE((*running)->next());
  for (const char* sql : {"SELECT * FROM hanse_given(0)", "SELECT * FROM hanse_given(1)"}) {
    EXPECT_EQ(answer(*engine, sql, {}), "invalid_argument") << sql;
  }
  EXPECT_EQ(answer(*engine, "SELECT * FROM hanse_given(1)", {rows(0, 1)}), "invalid_argument");
  EXPECT_EQ(answer(*engine, "SELECT * FROM hanse_given(-1)", {rows(0, 1)}), "invalid_argument");
  EXPECT_EQ(answer(*engine, "SELECT * FROM hanse_given(NULL)", {rows(0, 1)}), "invalid_argument");
  EXPECT_EQ(answer(*engine, "SELECT max(id) FROM hanse_given(0)", {rows(0, 10)}), "[9]");
}

TEST(GivenRowsTest, NothingStaysWithAConnectionThatRunsAnotherStatement) {
  const auto engine = serving();
  const std::string sql = "SELECT max(id) FROM hanse_given(0)";
  EXPECT_EQ(answer(*engine, sql, {rows(0, 10)}), "[9]");
  EXPECT_EQ(answer(*engine, sql, {}), "invalid_argument");  // kept under another name
  std::weak_ptr<const GivenRows> gone;
  {
    auto given = rows(0, 50'000);
    gone = given;
    Statement dropped{"SELECT * FROM hanse_given(0)", {}};
    dropped.given = {std::move(given)};
    const auto stream = engine->run(dropped, CancelToken());
    ASSERT_TRUE((*stream)->next());
  }
  EXPECT_TRUE(gone.expired());
}

TEST(GivenRowsTest, ManyThreadsEachReadTheirOwn) {
  const auto engine = serving();
  std::vector<std::string> told(8);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < told.size(); ++i)
    threads.emplace_back([&, i] {
      for (int again = 0; again < 20; ++again)
        told[i] = answer(*engine, "SELECT min(id), count(*) FROM hanse_given(0)",
                         {rows(static_cast<int64_t>(i), 3'000)});
    });
  for (std::thread& thread : threads) thread.join();
  for (size_t i = 0; i < told.size(); ++i) EXPECT_EQ(told[i], fmt::format("[{},3000]", i));
}

TEST(GivenRowsTest, ABuilderIsGivenNone) {
  const auto engine = make_builder_engine({"", int64_t{1} << 30, 1, ""});
  ASSERT_TRUE(engine) << engine.error().message;
  EXPECT_EQ(answer(**engine, "SELECT 1", {rows(0, 1)}), "unsupported");
  EXPECT_EQ(answer(**engine, "SELECT * FROM hanse_given(0)", {}), "invalid_argument");
}

}  // namespace
}  // namespace hanse::engine
