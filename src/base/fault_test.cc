// SPDX-License-Identifier: Apache-2.0
#include "base/fault.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace hanse
