// SPDX-License-Identifier: Apache-2.0
#include <sodium.h>

#include "base/diagnostics.h"
#include "base/digest.h"
#include "identity/provider.h"

namespace hanse::identity {
namespace {

constexpr size_t kIdDigits = 16, kSecretBytes = 32, kSecretCharacters = 43;
constexpr std::string_view kPrefix = "hns_";
// What an unknown id is compared with, so that it costs the same work as a known one.
constexpr std::string_view kNoHash =
    "0000000000000000000000000000000000000000000000000000000000000000";

struct Parsed {
  std::string id, secret;
};

bool all_of(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

std::optional<Parsed> parse(std::string_view text) {
  if (text.size() != kPrefix.size() + kIdDigits + 1 + kSecretCharacters ||
      !text.starts_with(kPrefix))
    return std::nullopt;
  const std::string_view id = text.substr(kPrefix.size(), kIdDigits);
  const std::string_view secret = text.substr(kPrefix.size() + kIdDigits + 1);
  if (text[kPrefix.size() + kIdDigits] != '_' || !all_of(id, "0123456789abcdef") ||
      !all_of(secret, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"))
    return std::nullopt;
  return Parsed{std::string(id), std::string(secret)};
}

std::unexpected<Error> refused() {
  return fail(ErrorCode::kUnauthenticated, "the token is not valid",
              "`hanse token USER` makes one in a development environment");
}

Principal principal_of(const spec::DevelopmentUser& user) {
  Principal principal;
  principal.id = user.id;
  principal.name = user.name;
  principal.groups = user.groups;
  std::sort(principal.groups.begin(), principal.groups.end());
  principal.attributes = user.attributes;
  principal.default_purpose = user.default_purpose;
  return principal;
}

Result<Principal> principal_now(const StoredToken& token,
                                const std::vector<spec::DevelopmentUser>& users, int64_t now_us) {
  if (!is_live(token, now_us)) return refused();
  for (const spec::DevelopmentUser& user : users)
    if (user.id == token.user) return principal_of(user);
  return refused();
}

}  // namespace

bool is_live(const StoredToken& token, int64_t now_us) {
  return token.revoked_us == 0 && (token.expires_us == 0 || token.expires_us > now_us);
}

NewToken make_token() {
  const std::string id = random_hex(kIdDigits / 2);
  unsigned char raw[kSecretBytes];
  randombytes_buf(raw, sizeof raw);
  char secret[kSecretCharacters + 1];
  sodium_bin2base64(secret, sizeof secret, raw, sizeof raw,
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  NewToken token{Secret<std::string>(std::string(kPrefix) + id + "_" + secret), id,
                 digest_hex(secret)};
  sodium_memzero(raw, sizeof raw);
  sodium_memzero(secret, sizeof secret);
  return token;
}

Result<Principal> authenticate_token(const Secret<std::string>& bearer, const TokenSource& tokens,
                                     const std::vector<spec::DevelopmentUser>& users,
                                     int64_t now_us) {
  const std::optional<Parsed> parsed = parse(bearer.reveal());
  if (!parsed) return refused();
  HANSE_TRY(const std::optional<StoredToken> stored, tokens.token(parsed->id));
  const bool same =
      equal_in_constant_time(stored ? stored->hash : kNoHash, digest_hex(parsed->secret));
  if (!stored || !same) return refused();
  return principal_now(*stored, users, now_us);
}

Result<Principal> token_principal(const std::string& id, const TokenSource& tokens,
                                  const std::vector<spec::DevelopmentUser>& users, int64_t now_us) {
  HANSE_TRY(const std::optional<StoredToken> stored, tokens.token(id));
  if (!stored) return refused();
  return principal_now(*stored, users, now_us);
}

Result<Principal> development_principal(const std::string& user,
                                        const std::vector<spec::DevelopmentUser>& users) {
  std::vector<std::string_view> ids;
  for (const spec::DevelopmentUser& known : users) {
    if (known.id == user) return principal_of(known);
    ids.push_back(known.id);
  }
  const std::string_view near = nearest(user, ids);
  return fail(ErrorCode::kNotFound,
              fmt::format("there is no development user `{}` in mesh.yaml", user),
              near.empty() ? "" : fmt::format("did you mean `{}`?", near));
}

}  // namespace hanse::identity
