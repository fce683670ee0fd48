// SPDX-License-Identifier: Apache-2.0
#include "govern/running.h"

#include <gtest/gtest.h>

namespace hanse::govern {
namespace {

spec::Limits limits() {
  spec::Limits out;
  out.queries_running = 4;
  out.query_memory_bytes = 600;
  out.engine_memory_bytes = 1000;
  return out;
}

RunningQuery query(std::string id, int64_t memory_bytes) {
  return {std::move(id), "ann", "http", "SELECT 1", 0, 0, memory_bytes};
}

class RunningTest : public testing::Test {
 protected:
  auto admit(const std::string& id, int64_t memory_bytes) {
    return running_->admit(query(id, memory_bytes), {}, limits());
  }
  std::shared_ptr<RunningQueries> running_ = std::make_shared<RunningQueries>();
};

TEST_F(RunningTest, AsManyRunAsMay) {
  std::vector<std::unique_ptr<RunningQueries::Ticket>> tickets;
  for (const char* id : {"a", "b", "c", "d"}) tickets.push_back(*admit(id, 0));
  const auto fifth = admit("e", 0);
  ASSERT_FALSE(fifth);
  EXPECT_EQ(fifth.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(fifth.error().message, "4 queries run already (`limits.queriesRunning`)");
  tickets.pop_back();
  EXPECT_TRUE(admit("e", 0));
}

TEST_F(RunningTest, NothingDeclaredIsAnEvenShare) {
  const auto one = admit("a", 0);
  ASSERT_TRUE(one);
  EXPECT_EQ(running_->list()[0].memory_bytes, 250);
}

TEST_F(RunningTest, DeclaredMemoryIsAdmittedAsFarAsThereIsAny) {
  auto large = admit("a", 600);
  ASSERT_TRUE(large);
  const auto more = admit("b", 500);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(more.error().message,
            "the queries that run have declared 600 bytes of the 1000 that there are "
            "(`limits.engineMemoryBytes`)");
  EXPECT_TRUE(admit("c", 400));
  large->reset();
  EXPECT_TRUE(admit("b", 500));
}

TEST_F(RunningTest, OneStatementDeclaresNoMoreThanItMay) {
  const auto greedy = admit("a", 601);
  ASSERT_FALSE(greedy);
  EXPECT_EQ(greedy.error().code, ErrorCode::kLimitExceeded);
  EXPECT_TRUE(running_->list().empty());
}

TEST_F(RunningTest, KillingCancels) {
  engine::CancelToken cancel;
  const auto ticket = running_->admit(query("a", 0), cancel, limits());
  ASSERT_TRUE(ticket);
  EXPECT_FALSE(running_->kill("b"));
  EXPECT_FALSE(cancel.cancelled());
  EXPECT_TRUE(running_->kill("a"));
  EXPECT_TRUE(cancel.cancelled());
}

}  // namespace
}  // namespace hanse::govern
