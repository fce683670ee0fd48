// SPDX-License-Identifier: Apache-2.0
#include "base/digest.h"

#include <gtest/gtest.h>

namespace hanse {
namespace {

// The digests of the empty text and of `abc` as the reference implementation gives them.
TEST(Digest, IsBlake2bOf256Bits) {
  EXPECT_EQ(digest_hex(""), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  EXPECT_EQ(digest_hex("abc"),
            "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST(Digest, WritesHexInLowercase) { EXPECT_EQ(to_hex(std::string_view("\x00\xAF", 2)), "00af"); }

TEST(Digest, ComparesInConstantTime) {
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
  EXPECT_TRUE(equal_in_constant_time("", ""));
}

TEST(Digest, RandomHexHasTwoDigitsAByteAndDiffers) {
  EXPECT_EQ(random_hex(16).size(), 32u);
  EXPECT_NE(random_hex(16), random_hex(16));
}

TEST(Digest, TimeIdsSortByTime) {
  EXPECT_EQ(new_time_id(1).size(), 32u);
  EXPECT_LT(new_time_id(255), new_time_id(256));
  EXPECT_NE(new_time_id(1), new_time_id(1));
}

}  // namespace
}  // namespace hanse
