// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/beginners.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace hanse::server::pgwire {
namespace {

// Both ends of a connection; `end` closes by itself.
class Pair {
 public:
  Pair() : Pair(made()) {}
  ~Pair() { close(other_); }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  net::Socket end;
  bool is_cut() const {
    char byte = 0;
    return recv(other_, &byte, 1, MSG_DONTWAIT) == 0;
  }

 private:
  explicit Pair(std::array<int, 2> ends) : end(ends[0]), other_(ends[1]) {}
  static std::array<int, 2> made() {
    std::array<int, 2> out{-1, -1};
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, out.data()), 0);
    return out;
  }
  int other_;
};

TEST(Beginners, CutsTheOneThatWasTakenFirstWhoseverThreadBegins) {
  Pair first, second, third;
  Beginners beginners(2);
  const auto c = beginners.enter(third.end), a = beginners.enter(first.end);
  EXPECT_FALSE(first.is_cut() || second.is_cut() || third.is_cut());
  const auto b = beginners.enter(second.end);
  EXPECT_TRUE(first.is_cut());
  EXPECT_FALSE(second.is_cut() || third.is_cut());
}

TEST(Beginners, CutsTheOneThatComesWhenAllOthersWereTakenLater) {
  Pair first, second, third;
  Beginners beginners(2);
  const auto c = beginners.enter(third.end), b = beginners.enter(second.end);
  const auto a = beginners.enter(first.end);
  EXPECT_TRUE(first.is_cut());
  EXPECT_FALSE(second.is_cut() || third.is_cut());
}

TEST(Beginners, APlaceThatIsLeftIsFree) {
  Pair first, second, third;
  Beginners beginners(2);
  auto a = beginners.enter(first.end);
  const auto b = beginners.enter(second.end);
  a.reset();
  const auto c = beginners.enter(third.end);
  EXPECT_FALSE(first.is_cut() || second.is_cut() || third.is_cut());
}

}  // namespace
}  // namespace hanse::server::pgwire
