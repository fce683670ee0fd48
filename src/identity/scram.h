// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "identity/provider.h"

namespace hanse::identity {

// SCRAM-SHA-256 (RFC 5802, RFC 7677), the server's side, with tokens as passwords: the token never
// travels. A user may have several tokens, and the server states a salt before it knows which one
// the client has, so all tokens of a user share one.

// 16 bytes of salt for `user`, the same at every call; `key` is the state's secret. A user that
// does not exist has one too.
std::string scram_salt(std::string_view key, std::string_view user);
// What is kept beside a token's hash: stored key and server key in hex.
std::string scram_verifier(const Secret<std::string>& token, std::string_view salt);

// One sign-in. Not thread-safe.
class ScramExchange {
 public:
  // `tokens`: those of the user that may sign in now; none for an unknown user, which is told only
  // at the end. `end_point`: the hash of the server's certificate (RFC 5929) when the connection is
  // TLS, which offers SCRAM-SHA-256-PLUS; empty otherwise.
  ScramExchange(std::string salt, std::vector<StoredToken> tokens, std::string end_point);

  // Names the mechanism that the client chose and takes its first message; gives the answer.
  Result<std::string> first(std::string_view mechanism, std::string_view message);
  struct Accepted {
    std::string token_id;  // whose proof it was
    std::string message;   // the server's last
  };
  // kUnauthenticated, with the same words and work whatever is wrong with the proof.
  Result<Accepted> last(std::string_view message);

 private:
  std::string salt_, end_point_;
  std::vector<StoredToken> tokens_;
  std::string binding_, first_bare_, server_first_, nonce_;
};

}  // namespace hanse::identity
