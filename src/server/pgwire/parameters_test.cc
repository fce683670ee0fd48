// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/parameters.h"

#include <gtest/gtest.h>

#include "server/pgwire/wire.h"

namespace hanse::server::pgwire {
namespace {

constexpr int32_t kDate = 1082, kTimestamp = 1114;

template <typename T>
std::string big(T value) {
  std::string out;
  append_big(value, out);
  return out;
}

TEST(Parameters, ADateBeyondOurEpochsRangeIsRefusedAndDoesNotWrap) {
  const auto first = parameter_of(kDate, Format::kBinary, big(int32_t{0}));
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ((*first)["value"].as_string(), "2000-01-01");
  EXPECT_FALSE(parameter_of(kDate, Format::kBinary, big(int32_t{INT32_MAX - 1})).has_value());
  const auto infinite = parameter_of(kDate, Format::kBinary, big(int32_t{INT32_MAX}));
  ASSERT_TRUE(infinite.has_value());
  EXPECT_EQ((*infinite)["value"].as_string(), "infinity");
}

TEST(Parameters, ATimestampBeyondOurEpochsRangeIsRefusedAndDoesNotWrap) {
  EXPECT_TRUE(parameter_of(kTimestamp, Format::kBinary, big(int64_t{0})).has_value());
  EXPECT_FALSE(parameter_of(kTimestamp, Format::kBinary, big(int64_t{INT64_MAX - 1})).has_value());
}

}  // namespace
}  // namespace hanse::server::pgwire
