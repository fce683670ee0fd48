// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "sql/lexer.h"

// Any bytes as a statement's text: its words stand in it one after the other, none is empty, and
// its statements are parts of it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  size_t end = 0;
  for (const hanse::sql::Token& token : hanse::sql::tokens_of(text)) {
    if (token.text.empty() || token.at < end || token.text.data() != text.data() + token.at)
      std::abort();
    end = token.at + token.text.size();
    if (end > size) std::abort();
    (void)hanse::sql::plain_text(token);
  }
  (void)hanse::sql::check_cost(text, 10);
  const char* from = text.data();
  for (const std::string_view part : hanse::sql::split_statements(text)) {
    if (part.data() < from || part.data() + part.size() > text.data() + size) std::abort();
    from = part.data() + part.size();
  }
  return 0;
}
