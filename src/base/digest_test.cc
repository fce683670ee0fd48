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

TEST(Hmac, IsThatOfTheStandardsTestCases) {  // RFC 4231, cases 1, 2 and 6
  EXPECT_EQ(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(std::string(131, '\xaa'),
                               "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Base64, ReadsBackWhatItWrites) {
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(to_base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(to_base64(""), "");
  EXPECT_EQ(from_base64("Zm9vYmE="), "fooba");
  EXPECT_FALSE(from_base64("Zm9vYmE").has_value());
  EXPECT_FALSE(from_base64("Zm9v!").has_value());
}

}  // namespace
}  // namespace hanse
