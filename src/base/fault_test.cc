// SPDX-License-Identifier: Apache-2.0
#include "base/fault.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

namespace hanse {
namespace {

TEST(Fault, IsOffUntilArmed) {
  arm_fault(0);
  EXPECT_FALSE(fault_at("write"));
  EXPECT_EQ(fault_operations(), 0);
}

TEST(Fault, FailsExactlyTheNthOperation) {
  arm_fault(2);
  EXPECT_FALSE(fault_at("write"));
  EXPECT_TRUE(fault_at("fsync"));
  EXPECT_FALSE(fault_at("rename"));
  EXPECT_EQ(fault_operations(), 3);
  arm_fault(0);
}

// A death test starts this binary anew: the variable is read once a process.
TEST(FaultDeathTest, TheVariableEndsTheProcessAtTheNthOperation) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  EXPECT_EXIT(
      {
        setenv("HANSE_FAULT_KILL", "3", 1);
        for (int i = 0; i < 2; ++i) fault_at("write");
        std::fprintf(stderr, "two done");
        fault_at("rename");
        std::fprintf(stderr, "survived");
        _exit(0);
      },
      testing::ExitedWithCode(137), "two done$");
}

}  // namespace
}  // namespace hanse
