// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include "http_client/mail.h"
#include "http_client/public_address.h"
#include "http_client/transfer.h"

namespace hanse::http_client {
namespace {

using testing::HasSubstr;
using testing::Not;

bool is_public(const char* text) {
  sockaddr_storage storage{};
  auto& in4 = reinterpret_cast<sockaddr_in&>(storage);
  auto& in6 = reinterpret_cast<sockaddr_in6&>(storage);
  if (inet_pton(AF_INET, text, &in4.sin_addr) == 1) in4.sin_family = AF_INET;
  else if (inet_pton(AF_INET6, text, &in6.sin6_addr) == 1) in6.sin6_family = AF_INET6;
  else ADD_FAILURE() << text;
  return is_public_address(reinterpret_cast<const sockaddr&>(storage));
}

TEST(PublicAddress, IsNoneThatLeadsToTheOwnNetwork) {
  for (const char* address :
       {"127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255",
        "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::",
        "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::1", "2001:db8::1",
        "2001::1"})
    EXPECT_FALSE(is_public(address)) << address;
  for (const char* address : {"1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "11.0.0.1",
                              "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"})
    EXPECT_TRUE(is_public(address)) << address;
}

TEST(PublicAddress, IsLookedAtWhenItIsConnectedToAndNotByTheName) {
  for (const char* url : {"http://127.0.0.1:9/", "http://localhost:9/", "http://0x7f000001:9/",
                          "http://2130706433:9/", "http://127.1:9/", "http://[::1]:9/",
                          "http://[::ffff:127.0.0.1]:9/", "http://0.0.0.0:9/"}) {
    Post request;
    request.url = url;
    const auto status = post(request);
    ASSERT_FALSE(status.has_value()) << url;
    EXPECT_EQ(status.error().code, ErrorCode::kDenied) << url << status.error().message;
  }
}

TEST(Post, TakesNoAddressOfAnotherKind) {
  for (const char* url : {"file:///etc/passwd", "ftp://1.1.1.1/", "gopher://1.1.1.1/", "x",
                          "http://a\r\nX: y/", "http://a b/", ""}) {
    Post request;
    request.url = url;
    request.private_addresses = true;
    const auto status = post(request);
    ASSERT_FALSE(status.has_value()) << url;
    EXPECT_EQ(status.error().code, ErrorCode::kInvalidArgument) << url;
  }
  Post request;
  request.url = "http://127.0.0.1:9/";
  request.headers = {"a: b\r\nc: d"};
  EXPECT_EQ(post(request).error().code, ErrorCode::kInvalidArgument);
}

TEST(Mailbox, IsNothingThatCouldEndACommand) {
  for (const char* good : {"a@example.org", "a.b+c@mail.example.org", "x@localhost"})
    EXPECT_TRUE(is_mailbox(good)) << good;
  for (const char* bad : {"", "@", "a@", "@b", "a@b@c", "a b@c", "a@b>\r\nDATA", "a@b\r\nRCPT TO:<x@y>",
                          "<a@b>", "a@b,c@d", "a\"b\"@c", "a@-b", "a@.b", "a@b c", "\xc3\xa4@b"})
    EXPECT_FALSE(is_mailbox(bad)) << bad;
}

TEST(Mail, HasNoHeaderThatItsSubjectBroughtAlong) {
  const std::string out = mail_message({"a@b.c", "d@e.f", "open\r\nBcc: <evil@x.y>\r\n\r\nhello",
                                        "line\r\n.\r\nMAIL FROM:<x@y>", "1@hanse", 0});
  EXPECT_THAT(out, HasSubstr("Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"));
  EXPECT_THAT(out, Not(HasSubstr("Bcc")));
  EXPECT_THAT(out, Not(HasSubstr("\r\n.\r\n")));
  EXPECT_EQ(out.find("\r\n\r\n"), out.rfind("\r\n\r\n"));  // one end of the headers
  EXPECT_THAT(out, Not(HasSubstr("MAIL FROM")));
}

TEST(Mail, CutsALongSubjectBetweenCharactersAndKeepsLinesShort) {
  std::string subject = "x";
  for (int i = 0; i < 200; ++i) subject += "ü";
  const std::string out = mail_message({"a@b.c", "d@e.f", subject, std::string(500, 'y'), "1@h", 0});
  for (size_t at = 0; at < out.size();) {
    const size_t end = out.find("\r\n", at);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - at, 90u) << out.substr(at, end - at);
    at = end + 2;
  }
}

}  // namespace
}  // namespace hanse::http_client
