// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "identity/principal.h"
#include "spec/mesh.h"

namespace hanse::identity {

// Turns a credential into a principal. OIDC joins as another provider. Thread-safe.
class Provider {
 public:
  virtual ~Provider() = default;
  // kUnauthenticated for anything that is not a valid credential now, with the same message and the
  // same work for an unknown id and a wrong secret.
  virtual Result<Principal> authenticate(const Secret<std::string>& bearer) const = 0;
};

// `hns_<id>_<secret>`: id 16 hex digits, secret 43 characters of base64url (256 bits).
struct NewToken {
  Secret<std::string> text;           // shown once
  std::string id;
  std::string hash;                   // hex BLAKE2b-256 of the secret: what is stored
};
NewToken make_token();

struct StoredToken {
  std::string id, hash, user;
  int64_t created_us = 0, expires_us = 0, revoked_us = 0;  // 0: never
  std::string scram;  // identity::scram_verifier; empty: no sign-in by SCRAM
};
class TokenSource {                   // the state store gives it
 public:
  virtual ~TokenSource() = default;
  virtual Result<std::optional<StoredToken>> token(const std::string& id) const = 0;
  virtual Result<std::vector<StoredToken>> tokens_of(const std::string& user) const = 0;
};

// Development users of mesh.yaml by their tokens. References must outlive it.
Result<Principal> authenticate_token(const Secret<std::string>& bearer, const TokenSource& tokens,
                                     const std::vector<spec::DevelopmentUser>& users,
                                     int64_t now_us);
// Who a token that was checked before stands for now; kUnauthenticated once it was ended.
Result<Principal> token_principal(const std::string& id, const TokenSource& tokens,
                                  const std::vector<spec::DevelopmentUser>& users, int64_t now_us);
bool is_live(const StoredToken& token, int64_t now_us);
// The principal of a development user by id, for the operator's `--as`; kNotFound with nearest.
Result<Principal> development_principal(const std::string& user,
                                        const std::vector<spec::DevelopmentUser>& users);

}  // namespace hanse::identity
