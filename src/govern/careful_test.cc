// SPDX-License-Identifier: Apache-2.0
#include "govern/careful.h"

#include <gtest/gtest.h>

#include "engine/engine.h"

namespace hanse::govern {
namespace {

// A real engine's streams: the first statement fails at its first row, at a later one, or never.
class CarefulTest : public testing::Test {
 protected:
  Result<std::unique_ptr<data::ChunkStream>> run(const std::string& sql) {
    return engine_->run({sql, {}, 0}, {});
  }
  // Rows that came, or the error's code.
  std::string answer(const std::string& sql, const std::string& apart) {
    auto rows = careful_stream(run(sql), [&] {
      ++asked_again_;
      return run(apart);
    });
    if (!rows) return std::string(to_string(rows.error().code));
    int64_t count = 0;
    for (;;) {
      const auto chunk = (*rows)->next();
      if (!chunk) return fmt::format("{} after {}", to_string(chunk.error().code), count);
      if (chunk->empty()) return std::to_string(count);
      count += chunk->rows();
    }
  }

  std::shared_ptr<engine::Engine> engine_ =
      engine::make_serving_engine({{"/tmp"}, int64_t{1} << 30, 1, "key"}).value();
  int asked_again_ = 0;
};

constexpr const char* kFails = "SELECT CAST(range || 'x' AS INTEGER) AS x FROM range(10)";
constexpr const char* kFailsLate =
    "SELECT CAST(CASE WHEN range > 9000000 THEN 'x' ELSE '1' END AS INTEGER) AS x "
    "FROM range(10000000)";

TEST_F(CarefulTest, AnAnswerIsTheAnswer) {
  EXPECT_EQ(answer("SELECT 1 AS x FROM range(5000)", kFails), "5000");
  EXPECT_EQ(asked_again_, 0);
}

TEST_F(CarefulTest, AnErrorBeforeTheFirstRowIsAskedApart) {
  EXPECT_EQ(answer(kFails, "SELECT 1 AS x FROM range(3)"), "3");
  EXPECT_EQ(asked_again_, 1);
  EXPECT_TRUE(answer(kFails, kFails).starts_with("data_error"));
  EXPECT_EQ(asked_again_, 2) << "once, not for ever";
}

TEST_F(CarefulTest, AnErrorAfterTheFirstRowStands) {
  const std::string told = answer(kFailsLate, "SELECT 1 AS x FROM range(3)");
  EXPECT_TRUE(told.starts_with("data_error after ")) << told;
  EXPECT_NE(told, "data_error after 0");
  EXPECT_EQ(asked_again_, 0);
}

TEST_F(CarefulTest, AnotherErrorStands) {
  EXPECT_EQ(answer("SELECT nosuch", "SELECT 1 AS x").substr(0, 16), "invalid_argument");
  EXPECT_EQ(asked_again_, 0);
}

}  // namespace
}  // namespace hanse::govern
