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

RunningQuery query(std::string id, int64_t memory_bytes, std::string principal = "ann") {
  return {std::move(id), std::move(principal), "http", "SELECT 1", 0, 0, memory_bytes};
}

class RunningTest : public testing::Test {
 protected:
  auto admit(const std::string& id, int64_t memory_bytes, const std::string& principal = "ann") {
    return running_->admit(query(id, memory_bytes, principal), {}, limits());
  }
  std::shared_ptr<RunningQueries> running_ = std::make_shared<RunningQueries>();
};

TEST_F(RunningTest, AsManyRunAsMay) {
  std::vector<std::unique_ptr<RunningQueries::Ticket>> tickets;
  for (const char* id : {"a", "b", "c"}) tickets.push_back(*admit(id, 0));
  tickets.push_back(*admit("d", 0, "bob"));
  const auto fifth = admit("e", 0, "eve");
  ASSERT_FALSE(fifth);
  EXPECT_EQ(fifth.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(fifth.error().message, "4 queries run already (`limits.queriesRunning`)");
  tickets.pop_back();
  EXPECT_TRUE(admit("e", 0, "eve"));
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
  EXPECT_TRUE(admit("c", 400, "bob"));
  large->reset();
  EXPECT_TRUE(admit("b", 500));
}

TEST_F(RunningTest, OnePrincipalLeavesAQuarterToOthers) {
  std::vector<std::unique_ptr<RunningQueries::Ticket>> tickets;
  for (const char* id : {"a", "b", "c"}) tickets.push_back(*admit(id, 0));
  const auto more = admit("d", 0);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(more.error().message,
            "you run 3 statements already, three quarters of those that may run "
            "(`limits.queriesRunning`)");
  EXPECT_TRUE(admit("e", 0, "bob"));
  tickets.pop_back();
  EXPECT_TRUE(admit("d", 0));
}

TEST_F(RunningTest, OnePrincipalLeavesAQuarterOfTheMemory) {
  const auto large = admit("a", 600);
  const auto more = admit("b", 160);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().message,
            "your statements would have declared 760 bytes, more than three quarters of the memory "
            "that there is (`limits.engineMemoryBytes`)");
  EXPECT_TRUE(admit("b", 150));
  EXPECT_TRUE(admit("c", 160, "bob"));
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
