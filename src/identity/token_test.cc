// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "identity/provider.h"

namespace hanse::identity {
namespace {

struct OneToken : TokenSource {
  StoredToken stored;
  Result<std::optional<StoredToken>> token(const std::string& id) const override {
    if (id != stored.id) return std::optional<StoredToken>();
    return std::optional<StoredToken>(stored);
  }
  Result<std::vector<StoredToken>> tokens_of(const std::string& user) const override {
    return user == stored.user ? std::vector{stored} : std::vector<StoredToken>();
  }
};

class Token : public testing::Test {
 protected:
  Token() : made(make_token()) {
    source.stored = {made.id, made.hash, "analyst", 0, 0, 0};
    users.resize(1);
    users[0].id = "analyst";
    users[0].groups = {"b", "a"};
  }
  ErrorCode refusal(const std::string& text) const {
    const auto principal = authenticate_token(Secret<std::string>(text), source, users, 100);
    EXPECT_FALSE(principal.has_value()) << text;
    return principal ? ErrorCode::kInternal : principal.error().code;
  }
  NewToken made;
  OneToken source;
  std::vector<spec::DevelopmentUser> users;
};

TEST_F(Token, GivesThePrincipalWithSortedGroups) {
  const auto principal = authenticate_token(made.text, source, users, 100);
  ASSERT_TRUE(principal.has_value());
  EXPECT_EQ(principal->id, "analyst");
  EXPECT_EQ(principal->groups, (std::vector<std::string>{"a", "b"}));
}

TEST_F(Token, EveryChangedCharacterIsRefused) {
  const std::string& text = made.text.reveal();
  for (size_t i = 0; i < text.size(); ++i) {
    std::string other = text;
    other[i] = other[i] == 'x' ? 'y' : 'x';
    // The last character carries two bits that base64 does not use; it is compared all the same.
    EXPECT_EQ(refusal(other), ErrorCode::kUnauthenticated);
  }
}

TEST_F(Token, EveryCutOrLongerTextIsRefused) {
  const std::string& text = made.text.reveal();
  for (size_t length = 0; length < text.size(); ++length) refusal(text.substr(0, length));
  refusal(text + "A");
  refusal(" " + text);
}

TEST_F(Token, ExpiredRevokedAndOrphanedOnesAreRefused) {
  source.stored.expires_us = 100;
  EXPECT_EQ(refusal(made.text.reveal()), ErrorCode::kUnauthenticated);
  source.stored.expires_us = 0;
  source.stored.revoked_us = 5;
  EXPECT_EQ(refusal(made.text.reveal()), ErrorCode::kUnauthenticated);
  source.stored.revoked_us = 0;
  users[0].id = "somebody-else";
  EXPECT_EQ(refusal(made.text.reveal()), ErrorCode::kUnauthenticated);
}

TEST(Principal, ProductsAndUsersOfOneNameHaveDifferentKeys) {
  Principal user;
  user.id = "product:a/b";
  EXPECT_NE(user.cache_key(), product_principal({DomainId("a"), "b"}).cache_key());
}

}  // namespace
}  // namespace hanse::identity
