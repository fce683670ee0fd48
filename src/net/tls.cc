// SPDX-License-Identifier: Apache-2.0
#include "net/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <climits>

namespace hanse::net {
namespace {

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeSession {
  void operator()(SSL* session) const { SSL_free(session); }
};

// OpenSSL writes without MSG_NOSIGNAL: its thread must have SIGPIPE blocked or ignored.
class TlsTransport : public Transport {
 public:
  TlsTransport(SSL_CTX* context, int descriptor) : session_(SSL_new(context)) {
    if (session_ != nullptr) SSL_set_fd(session_.get(), descriptor);
  }
  Moved handshake() override {
    if (session_ == nullptr) return {-1};
    return moved(SSL_accept(session_.get()));
  }
  Moved read(char* into, size_t size) override {
    return moved(SSL_read(session_.get(), into, bounded(size)));
  }
  Moved write(std::string_view bytes) override {
    const Moved sent = moved(SSL_write(session_.get(), bytes.data(), bounded(bytes.size())));
    return sent.bytes == 0 ? Moved{-1} : sent;
  }
  void say_end() override {
    ERR_clear_error();
    if (!broken_ && session_ != nullptr) SSL_shutdown(session_.get());
  }

 private:
  static int bounded(size_t size) { return static_cast<int>(std::min<size_t>(size, INT_MAX)); }
  Moved moved(int result) {
    if (result > 0) return {result};
    const int error = SSL_get_error(session_.get(), result);
    ERR_clear_error();                  // the queue is the thread's: the next call must not see it
    if (error == SSL_ERROR_WANT_READ) return {-1, Need::kReadable};
    if (error == SSL_ERROR_WANT_WRITE) return {-1, Need::kWritable};
    if (error == SSL_ERROR_ZERO_RETURN) return {0};
    broken_ = true;
    return {-1};
  }
  std::unique_ptr<SSL, FreeSession> session_;
  bool broken_ = false;
};

// Why OpenSSL refused: its last reason, which names no secret.
std::string reason() {
  const char* text = ERR_reason_error_string(ERR_peek_last_error());
  std::string out = text == nullptr ? "not readable" : text;
  ERR_clear_error();
  return out;
}

}  // namespace

struct TlsIdentity::Parts {
  std::unique_ptr<SSL_CTX, FreeContext> context;
  std::string end_point;
};

namespace {

// By the hash of the certificate's signature; SHA-256 in the place of weaker ones. Empty when it
// has none of its own: then nothing can be bound.
std::string end_point_of(SSL_CTX* context) {
  const X509* certificate = SSL_CTX_get0_certificate(context);
  int digest = NID_undef;
  if (certificate == nullptr ||
      X509_get_signature_info(const_cast<X509*>(certificate), &digest, nullptr, nullptr,
                              nullptr) != 1 ||
      digest == NID_undef)
    return {};
  const EVP_MD* hash = digest == NID_md5 || digest == NID_sha1 || digest == NID_md5_sha1
                           ? EVP_sha256()
                           : EVP_get_digestbynid(digest);
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (hash == nullptr || X509_digest(certificate, hash, bytes, &size) != 1) return {};
  return {reinterpret_cast<const char*>(bytes), size};
}

}  // namespace

TlsIdentity::TlsIdentity(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
TlsIdentity::~TlsIdentity() = default;

Result<std::shared_ptr<const TlsIdentity>> TlsIdentity::load(const std::string& certificate,
                                                             const std::string& key) {
  auto parts = std::make_unique<Parts>();
  parts->context.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* context = parts->context.get();
  if (context == nullptr) return fail(ErrorCode::kInternal, "cannot set up TLS");
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // A key that asks for a pass phrase is refused; OpenSSL would ask the terminal.
  SSL_CTX_set_default_passwd_cb(context, [](char*, int, int, void*) { return 0; });
  if (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1)
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` is no certificate: {}", certificate, reason()),
                "expected a PEM file");
  if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context) != 1)
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` is no key of `{}`: {}", key, certificate, reason()),
                "expected a PEM file with the certificate's own key, not encrypted");
  parts->end_point = end_point_of(context);
  return std::shared_ptr<const TlsIdentity>(new TlsIdentity(std::move(parts)));
}

const std::string& TlsIdentity::end_point() const { return parts_->end_point; }

std::unique_ptr<Transport> TlsIdentity::transport(int descriptor) const {
  return std::make_unique<TlsTransport>(parts_->context.get(), descriptor);
}

}  // namespace hanse::net
