// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "identity/scram.h"

using namespace hanse;

// Any bytes as a client's sign-in, four lines: mechanism, first message, last message, and whether
// the connection is TLS. `$` in the last stands for the server's answer's nonce. Nobody gets in
// without the token.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::string_view lines[4];
  for (std::string_view& line : lines) {
    line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  static const std::string kSalt(16, 's');
  static const std::string kVerifier =
      identity::scram_verifier(Secret<std::string>("hns_0000000000000000_x"), kSalt);
  identity::StoredToken with, without;
  with.id = "with", with.scram = kVerifier;
  without.id = "without";
  identity::ScramExchange exchange(kSalt, {without, with}, lines[3].empty() ? "" : "end point");
  const auto challenge = exchange.first(lines[0], lines[1]);
  std::string last(lines[2]);
  if (challenge) {
    const std::string nonce = challenge->substr(2, challenge->find(',') - 2);
    if (const size_t at = last.find('$'); at != last.npos) last.replace(at, 1, nonce);
  }
  if (exchange.last(last)) std::abort();
  return 0;
}
