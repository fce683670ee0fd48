// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "net/socket.h"

namespace hanse::net {

// A listener's certificate and key, for TLS 1.2 and newer. Thread-safe after `load`.
class TlsIdentity {
 public:
  // PEM files: the certificate with its chain, and its key, which is not encrypted.
  static Result<std::shared_ptr<const TlsIdentity>> load(const std::string& certificate,
                                                         const std::string& key);
  ~TlsIdentity();
  // The server's side of TLS over a connected socket.
  std::unique_ptr<Transport> transport(int descriptor) const;
  // The hash of the certificate that binds a sign-in to it: tls-server-end-point of RFC 5929.
  const std::string& end_point() const;

 private:
  struct Parts;
  explicit TlsIdentity(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace hanse::net
