// SPDX-License-Identifier: Apache-2.0
#include "identity/scram.h"

#include <gtest/gtest.h>

namespace hanse::identity {
namespace {

// The exchange with real clients is tested by tests/pgwire; here is what they never send.

ScramExchange exchange(std::string end_point = {}) {
  const Secret<std::string> token{std::string("hns_secret")};
  StoredToken stored{"0123456789abcdef", "hash", "analyst"};
  const std::string salt = scram_salt("key", "analyst");
  stored.scram = scram_verifier(token, salt);
  return ScramExchange(salt, {stored}, std::move(end_point));
}

TEST(Scram, SaltsAreAUsersOwnAndLastAndNeedTheKey) {
  EXPECT_EQ(scram_salt("key", "analyst"), scram_salt("key", "analyst"));
  EXPECT_NE(scram_salt("key", "analyst"), scram_salt("key", "nobody"));
  EXPECT_NE(scram_salt("key", "analyst"), scram_salt("other", "analyst"));
  EXPECT_EQ(scram_salt("key", "nobody").size(), 16u);
}

// The example of RFC 7677 section 3, with its password, salt and iterations.
TEST(Scram, VerifierIsTheStandards) {
  const std::string salt = "\x5b\x6d\x99\x68\x9d\x12\x35\x8e\xec\xa0\x4b\x14\x12\x36\xfa\x81";
  const std::string text = scram_verifier(Secret<std::string>("pencil"), salt);
  // Computed with Python's hashlib and hmac.
  EXPECT_EQ(text,
            "586e5df283e6dceb5c3e791d8b8528ec191e664045ce971792e2e6b5bb13e2a6"
            "c1f3cbc1c13a9d35a14c0990eed97629ea225863e566a4314ab99f3f00e5d9d5");
}

TEST(Scram, OddFirstMessagesAreRefused) {
  for (const char* message :
       {"", "n", "n,,", "n,,n=", "n,,n=,r=", "n,a=b,n=,r=abc", "p=x,,n=,r=abc", "n,,m=x,n=,r=abc",
        "n,,n=,r=abc,x=1", "n,,r=abc,n=", "n,,n=,r=a b", "n,,n=,r=a\x01"})
    EXPECT_FALSE(exchange().first("SCRAM-SHA-256", message).has_value()) << message;
  EXPECT_TRUE(exchange().first("SCRAM-SHA-256", "n,,n=,r=abc").has_value());
  EXPECT_TRUE(exchange().first("SCRAM-SHA-256", "y,,n=,r=abc").has_value());
  EXPECT_FALSE(exchange().first("MD5", "n,,n=,r=abc").has_value());
  EXPECT_FALSE(exchange().first("", "n,,n=,r=abc").has_value());
}

TEST(Scram, ChannelBindingCannotBeTalkedAway) {
  EXPECT_FALSE(exchange("hash").first("SCRAM-SHA-256", "y,,n=,r=abc").has_value());
  EXPECT_TRUE(exchange("hash").first("SCRAM-SHA-256", "n,,n=,r=abc").has_value());
  EXPECT_FALSE(
      exchange().first("SCRAM-SHA-256-PLUS", "p=tls-server-end-point,,n=,r=abc").has_value());
  EXPECT_TRUE(
      exchange("hash").first("SCRAM-SHA-256-PLUS", "p=tls-server-end-point,,n=,r=abc").has_value());
  EXPECT_FALSE(exchange("hash").first("SCRAM-SHA-256-PLUS", "n,,n=,r=abc").has_value());
}

TEST(Scram, LastMessagesNeedTheFirstAndAreTakenOnce) {
  ScramExchange fresh = exchange();
  EXPECT_FALSE(fresh.last("c=biws,r=abc,p=AAAA").has_value());
  ScramExchange tried = exchange();
  const auto first = tried.first("SCRAM-SHA-256", "n,,n=,r=abc");
  ASSERT_TRUE(first.has_value());
  const std::string nonce = first->substr(2, first->find(',') - 2);
  const std::string zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  const auto wrong = tried.last("c=biws,r=" + nonce + ",p=" + zeros);
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error().code, ErrorCode::kUnauthenticated);
  EXPECT_EQ(tried.last("c=biws,r=" + nonce + ",p=" + zeros).error().code,
            ErrorCode::kInvalidArgument);
}

// A token from before verifiers were kept has none: no proof may fit it, nor the padding.
TEST(Scram, TokensWithoutVerifierFitNoProof) {
  ScramExchange tried("salt", {StoredToken{"0123456789abcdef", "hash", "analyst"}}, "");
  const auto first = tried.first("SCRAM-SHA-256", "n,,n=,r=abc");
  const std::string nonce = first->substr(2, first->find(',') - 2);
  EXPECT_FALSE(tried.last("c=biws,r=" + nonce + ",p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
                   .has_value());
}

}  // namespace
}  // namespace hanse::identity
