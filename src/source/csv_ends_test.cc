// SPDX-License-Identifier: Apache-2.0
#include "source/csv_ends.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace hanse::source {
namespace {

struct Found {
  std::vector<uint32_t> ends;
  bool is_ascii = true, has_returns = false;
};

std::optional<Found> find(const std::string& text, char delimiter) {
  Found out;
  out.ends.resize(text.size());
  const std::string padded = text + "\",\n\r\xFF\n\n\n\n";  // none of it counts
  const auto found = find_csv_ends(padded.data(), text.size(), delimiter, out.ends.data());
  if (!found) return std::nullopt;
  out.ends.resize(found->count);
  out.is_ascii = found->is_ascii;
  out.has_returns = found->has_returns;
  return out;
}

TEST(CsvEndsTest, FindsWhatOneByteAtATimeFinds) {
  std::mt19937 random(26);
  for (int i = 0; i < 20'000; ++i) {
    const char delimiter = ",;|\tx"[random() % 5];
    std::string text;
    const bool is_wild = random() % 3 == 0;
    for (size_t size = random() % 40; text.size() < size;) {
      const auto byte = static_cast<char>(random());
      const char some[] = {delimiter,           '\n', 'a', '\x7F', '\x8C', is_wild ? byte : '-',
                           is_wild ? '\r' : 'b'};
      text += some[random() % std::size(some)];
    }
    Found wanted;
    bool is_refused = false;
    for (size_t at = 0; at < text.size(); ++at) {
      const char c = text[at];
      if (c == delimiter || c == '\n') wanted.ends.push_back(static_cast<uint32_t>(at));
      if (static_cast<unsigned char>(c) >= 0x80) wanted.is_ascii = false;
      if (c == '\r') wanted.has_returns = true;
      is_refused = is_refused || c == '"' || c == '\0';
    }
    const auto found = find(text, delimiter);
    ASSERT_EQ(found.has_value(), !is_refused) << testing::PrintToString(text);
    if (!found) continue;
    ASSERT_EQ(found->ends, wanted.ends) << testing::PrintToString(text);
    ASSERT_EQ(found->is_ascii, wanted.is_ascii) << testing::PrintToString(text);
    ASSERT_EQ(found->has_returns, wanted.has_returns) << testing::PrintToString(text);
  }
}

}  // namespace
}  // namespace hanse::source
