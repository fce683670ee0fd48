// SPDX-License-Identifier: Apache-2.0
#include "contract/notices.h"

#include <gtest/gtest.h>

#include "base/clock.h"

namespace hanse::contract {
namespace {

int64_t at(const char* time) { return *parse_time(time); }

spec::QuietHours night() { return {"22:00", "07:00", "Europe/Berlin", "", {}}; }

TEST(QuietHours, EndAtTheirPlacesMorning) {
  // 23:30 in Berlin, in winter.
  EXPECT_EQ(quiet_until(night(), "warning", at("2026-01-10T22:30:00Z")),
            at("2026-01-11T06:00:00Z"));
  EXPECT_EQ(quiet_until(night(), "warning", at("2026-07-10T22:30:00Z")),
            at("2026-07-11T05:00:00Z"));
  EXPECT_EQ(quiet_until(night(), "warning", at("2026-01-10T12:00:00Z")), 0);
  EXPECT_EQ(quiet_until(night(), "warning", at("2026-01-11T06:00:00Z")), 0) << "07:00 is over";
}

TEST(QuietHours, AreAnHourShorterWhenClocksArePutForward) {
  // 29 March 2026: 02:00 becomes 03:00.
  EXPECT_EQ(quiet_until(night(), "warning", at("2026-03-28T22:00:00Z")),
            at("2026-03-29T05:00:00Z"));
}

TEST(QuietHours, LetPassWhatTheySay) {
  spec::QuietHours quiet = night();
  quiet.pass = "error";
  EXPECT_EQ(quiet_until(quiet, "error", at("2026-01-10T22:30:00Z")), 0);
  EXPECT_NE(quiet_until(quiet, "warning", at("2026-01-10T22:30:00Z")), 0);
}

TEST(QuietHours, OfADayDoNotGoOverMidnight) {
  const spec::QuietHours noon{"12:00", "13:00", "", "", {}};
  EXPECT_EQ(quiet_until(noon, "error", at("2026-01-10T12:30:30Z")), at("2026-01-10T13:00:00Z"));
  EXPECT_EQ(quiet_until(noon, "error", at("2026-01-10T11:59:59Z")), 0);
  EXPECT_EQ(quiet_until({}, "error", at("2026-01-10T12:30:00Z")), 0);
}

spec::SupportChannel channel(const char* url, const char* tool, const char* scope) {
  spec::SupportChannel out;
  out.url = url;
  out.tool = tool;
  out.scope = scope;
  return out;
}

TEST(NoticeAddress, IsOneThatAProgramMayWriteTo) {
  EXPECT_EQ(notice_address(channel("mailto:a@b.org", "email", "")), "mailto:a@b.org");
  EXPECT_EQ(notice_address(channel("https://a.org/x", "", "")), "https://a.org/x");
  EXPECT_EQ(notice_address(channel("https://x.slack.com/C1", "slack", "interactive")), "");
  EXPECT_EQ(notice_address(channel("https://hooks.slack.com/1", "slack", "notifications")),
            "https://hooks.slack.com/1");
  EXPECT_EQ(notice_address(std::string("team@example.org")), "mailto:team@example.org");
  EXPECT_EQ(notice_address(std::string("MAILTO:a@b.org?subject=x%0aBcc:y@z")), "mailto:a@b.org");
  for (const char* none : {"", "#orders in the chat", "ask Ann", "a@b c", "javascript:alert(1)",
                           "mailto:a@b\r\nRCPT TO:<x@y>", "file:///etc/passwd"})
    EXPECT_EQ(notice_address(std::string(none)), "") << none;
}

TEST(Retries, WaitTwiceAsLongEachTimeUpToAnHour) {
  EXPECT_EQ(retry_after_us(1), 2'000'000);
  EXPECT_EQ(retry_after_us(2), 4'000'000);
  EXPECT_EQ(retry_after_us(5), 32'000'000);
  EXPECT_EQ(retry_after_us(20), 3'600'000'000);
  EXPECT_EQ(retry_after_us(1'000'000'000), 3'600'000'000);
}

TEST(Digest, HasEveryNoticeAndAnIdOfItsOwn) {
  catalog::NoticeRecord one, other;
  one.id = "1";
  one.address = other.address = "mailto:a@b";
  one.subject = "first";
  other.id = "2";
  other.subject = "second";
  const auto both = digest_of_notices({one, other});
  EXPECT_EQ(both.subject, "2 notices of quiet hours");
  EXPECT_NE(both.text.find("first"), std::string::npos);
  EXPECT_NE(both.text.find("second"), std::string::npos);
  EXPECT_EQ(both.body["data"]["notices"].size(), 2u);
  EXPECT_NE(both.id, "1");
  EXPECT_EQ(digest_of_notices({one}).id, "1") << "one alone is itself";
}

}  // namespace
}  // namespace hanse::contract
