// SPDX-License-Identifier: Apache-2.0
#include "identity/scram.h"

#include <sodium.h>

#include <array>
#include <optional>

#include "base/digest.h"

namespace hanse::identity {
namespace {

// A token holds 256 random bits: nothing is guessed, so stretching it gains nothing. RFC 7677's
// least.
constexpr int kIterations = 4'096;
constexpr size_t kSaltBytes = 16, kKeyBytes = crypto_auth_hmacsha256_BYTES, kNonceBytes = 18;
// Proofs are compared with at least so many verifiers: the time does not tell how many there are.
constexpr size_t kComparedMin = 16;

std::string hmac(std::string_view key, std::string_view text) {
  crypto_auth_hmacsha256_state state;
  std::string out(kKeyBytes, '\0');
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()),
                              key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                                text.size());
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(out.data()));
  return out;
}

std::string sha256(std::string_view text) {
  std::string out(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(out.data()),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return out;
}

std::string exclusive_or(std::string left, std::string_view right) {
  for (size_t i = 0; i < left.size() && i < right.size(); ++i)
    left[i] = static_cast<char>(left[i] ^ right[i]);
  return left;
}

// PBKDF2 with HMAC-SHA-256, one block.
std::string stretched(std::string_view password, std::string_view salt) {
  std::string last = hmac(password, std::string(salt) + std::string("\0\0\0\1", 4));
  std::string out = last;
  for (int i = 1; i < kIterations; ++i) {
    last = hmac(password, last);
    out = exclusive_or(std::move(out), last);
  }
  return out;
}

std::string base64(std::string_view bytes) {
  std::string out(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // the NUL
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string out(text.size(), '\0');
  size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                        text.size(), nullptr, &length, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0)
    return std::nullopt;
  out.resize(length);
  return out;
}

std::string from_hex(std::string_view text) {
  std::string out(text.size() / 2, '\0');
  size_t length = 0;
  sodium_hex2bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(),
                 nullptr, &length, nullptr);
  out.resize(length);
  return out;
}

struct Verifier {
  std::string stored_key = std::string(kKeyBytes, '\0'), server_key = stored_key;
};

// Of a token without one (made before there were any), what no proof fits.
Verifier verifier_of(std::string_view text) {
  Verifier out;
  if (text.size() != 4 * kKeyBytes) return out;
  out.stored_key = from_hex(text.substr(0, 2 * kKeyBytes));
  out.server_key = from_hex(text.substr(2 * kKeyBytes));
  return out;
}

std::unexpected<Error> malformed() {
  return fail(ErrorCode::kInvalidArgument, "the message is not one of SCRAM-SHA-256");
}
std::unexpected<Error> refused() {
  return fail(ErrorCode::kUnauthenticated, "the user or the token is not valid",
              "the password is a token of the user: `hanse token USER` makes one");
}

// `<name>=value` at the front of `rest` up to a comma; takes it off.
std::optional<std::string_view> take(std::string_view& rest, char name) {
  if (rest.size() < 2 || rest[0] != name || rest[1] != '=') return std::nullopt;
  const size_t comma = rest.find(',');
  const std::string_view value = rest.substr(2, comma == rest.npos ? comma : comma - 2);
  rest = comma == rest.npos ? std::string_view() : rest.substr(comma + 1);
  return value;
}

bool is_nonce(std::string_view text) {
  if (text.empty() || text.size() > 256) return false;
  for (const char c : text)
    if (c < '!' || c > '~' || c == ',') return false;
  return true;
}

}  // namespace

std::string scram_salt(std::string_view key, std::string_view user) {
  return hmac(key, "scram-sha-256 salt\n" + std::string(user)).substr(0, kSaltBytes);
}

std::string scram_verifier(const Secret<std::string>& token, std::string_view salt) {
  const std::string salted = stretched(token.reveal(), salt);
  return to_hex(sha256(hmac(salted, "Client Key"))) + to_hex(hmac(salted, "Server Key"));
}

ScramExchange::ScramExchange(std::string salt, std::vector<StoredToken> tokens,
                             std::string end_point)
    : salt_(std::move(salt)), end_point_(std::move(end_point)), tokens_(std::move(tokens)) {
  unsigned char nonce[kNonceBytes];
  randombytes_buf(nonce, sizeof nonce);
  nonce_ = base64({reinterpret_cast<const char*>(nonce), sizeof nonce});
}

Result<std::string> ScramExchange::first(std::string_view mechanism, std::string_view message) {
  const bool bound = mechanism == "SCRAM-SHA-256-PLUS";
  if (!server_first_.empty() || (bound ? end_point_.empty() : mechanism != "SCRAM-SHA-256"))
    return malformed();
  // The header: n (no binding), y (the client could, and believes that we cannot), p (bound).
  const std::string_view header = bound ? "p=tls-server-end-point,," : message.substr(0, 3);
  if (!message.starts_with(header) || (!bound && header != "n,," && header != "y,,"))
    return malformed();
  if (header == "y,," && !end_point_.empty())
    return fail(ErrorCode::kUnauthenticated,
                "somebody between client and server hid that the server binds channels");
  binding_ = std::string(header) + (bound ? end_point_ : "");
  first_bare_ = message.substr(header.size());
  std::string_view rest = first_bare_;
  const auto user = take(rest, 'n'), nonce = take(rest, 'r');
  if (!user || !nonce || !rest.empty() || !is_nonce(*nonce)) return malformed();
  nonce_ = std::string(*nonce) + nonce_;
  server_first_ = fmt::format("r={},s={},i={}", nonce_, base64(salt_), kIterations);
  return server_first_;
}

Result<ScramExchange::Accepted> ScramExchange::last(std::string_view message) {
  const size_t proof_at = message.rfind(",p=");
  if (server_first_.empty() || proof_at == message.npos) return malformed();
  const std::string_view without_proof = message.substr(0, proof_at);
  std::string_view rest = without_proof;
  const auto binding = take(rest, 'c'), nonce = take(rest, 'r');
  const auto proof = from_base64(message.substr(proof_at + 3));
  if (!binding || !nonce || !rest.empty() || !proof || proof->size() != kKeyBytes)
    return malformed();
  const bool expected = *binding == base64(binding_) && *nonce == nonce_;
  const std::string text = first_bare_ + "," + server_first_ + "," + std::string(without_proof);
  const StoredToken* accepted = nullptr;
  Verifier of_accepted;
  for (size_t i = 0; i < std::max(tokens_.size(), kComparedMin); ++i) {
    const Verifier verifier = verifier_of(i < tokens_.size() ? tokens_[i].scram : "");
    const std::string client_key = exclusive_or(*proof, hmac(verifier.stored_key, text));
    if (!equal_in_constant_time(sha256(client_key), verifier.stored_key)) continue;
    if (i < tokens_.size() && !tokens_[i].scram.empty()) {
      accepted = &tokens_[i];
      of_accepted = verifier;
    }
  }
  server_first_.clear();  // one try an exchange
  if (!expected || accepted == nullptr) return refused();
  return Accepted{accepted->id, "v=" + base64(hmac(of_accepted.server_key, text))};
}

}  // namespace hanse::identity
