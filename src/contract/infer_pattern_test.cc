// SPDX-License-Identifier: Apache-2.0
#include "contract/infer_pattern.h"

#include <gtest/gtest.h>

#include "contract/profile_test_support.h"
#include "spec/pattern.h"

namespace hanse::contract {
namespace {

template <typename Make>
std::string shape(Make make) {
  const auto values = values_by(40, make);
  const std::string out = pattern_of({values.begin(), values.end()});
  EXPECT_FALSE(spec::pattern_problem(out).has_value()) << out;
  return out;
}

TEST(InferPattern, TellsTheShapeOfIdentifiers) {
  EXPECT_EQ(shape([](size_t i) { return fmt::format("ORD-{:06}", i); }), R"(^ORD-\d{6}$)");
  EXPECT_EQ(shape([](size_t i) { return fmt::format("{}.{:02}", i, i); }), R"(^\d+\.\d{2}$)");
  EXPECT_EQ(
      shape([](size_t i) { return fmt::format("{}{}", static_cast<char>('A' + i % 26), i + 100); }),
      R"(^[A-Z]\d{3}$)");
  EXPECT_EQ(shape([](size_t i) { return fmt::format("{:08x}", i * 2654435761u % 4294967296u); }),
            "^[0-9a-f]{8}$");
  EXPECT_EQ(shape([](size_t i) {
              return i % 2 == 0 ? fmt::format("A{:03}", i) : fmt::format("{:03}/B", i);
            }),
            R"(^(?:\d{3}\/B|A\d{3})$)");
}

TEST(InferPattern, SaysNothingOfWordsNumbersAndFewValues) {
  EXPECT_EQ(shape([](size_t i) { return std::string(i % 7 + 1, 'a'); }), "");
  EXPECT_EQ(shape([](size_t i) { return std::to_string(i); }), "");
  EXPECT_EQ(shape([](size_t i) { return fmt::format("Mill Road {}", i); }), "");
  EXPECT_EQ(shape([](size_t) { return std::string("X1"); }), "");
  EXPECT_EQ(shape([](size_t i) { return fmt::format("ä{}", i + 10); }), "");
}

TEST(InferPattern, FormatsComeBeforeShapes) {
  const auto mails = values_by(30, [](size_t i) {
    return i == 3 ? std::string("none") : fmt::format("a{}@example.org", i);
  });
  const auto found = pattern_candidates({mails.begin(), mails.end()});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].format, "email");
  EXPECT_FALSE(spec::pattern_problem(found[0].pattern).has_value());
}

TEST(InferPattern, KnowsAddresses) {
  EXPECT_TRUE(is_email("jane.doe+x@mail.example.org"));
  for (const char* text : {"jane@localhost", "@example.org", "a b@example.org", "jane@-x.org",
                           "jane@x..org", "jané@x.org"})
    EXPECT_FALSE(is_email(text)) << text;
  EXPECT_TRUE(is_ipv4("192.0.2.255"));
  for (const char* text : {"1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4.5", "1.2.3.", "a.b.c.d", ""})
    EXPECT_FALSE(is_ipv4(text)) << text;
  for (const char* text : {"2001:db8::1", "::1", "1:2:3:4:5:6:7:8"})
    EXPECT_TRUE(is_ipv6(text)) << text;
  for (const char* text : {"1:2:3", "12:30:45", "1::2::3", "12345::1", ":"})
    EXPECT_FALSE(is_ipv6(text)) << text;
}

}  // namespace
}  // namespace hanse::contract
