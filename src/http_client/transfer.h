// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace hanse::http_client {

// One HTTP POST. No redirect is followed, no proxy of the environment is used, TLS is verified, and
// what is answered is bounded and thrown away.
struct Post {
  std::string url;                    // http:// or https://, without user and password
  std::vector<std::string> headers;   // "name: value"; a line break in one is refused
  std::string body;
  bool private_addresses = false;     // may lead to what is_public_address says no to
  std::string authorities;            // PEM file of those that are trusted; empty: the system's
  int64_t timeout_ms = 10'000;        // for all of it
  std::function<bool()> cancelled;    // asked while it runs; may be empty
};
// The status that was answered. kInvalidArgument for what is no such address or header, kDenied for
// one that the name leads to and that is not public: looked at when it is connected to. kTimeout,
// kCancelled, kUnavailable for the rest.
Result<int> post(const Post& request);

struct MailServer {
  enum class Security { kStartTls, kTls, kNone };  // kStartTls: no mail without it
  std::string address;                // HOST:PORT
  Security security = Security::kStartTls;
  std::string user, password;         // empty: not signed in
  std::string authorities;            // as Post has them
};
// A message of RFC 5322 (mail.h) to one mailbox.
struct Delivery {
  std::string from, to;               // addr-spec; is_mailbox (mail.h) must hold
  std::string message;
  int64_t timeout_ms = 30'000;
  std::function<bool()> cancelled;
};
// Done when the server took it. kInvalidArgument for what is no mailbox; the server's own refusals
// and all else as kUnavailable, kTimeout or kCancelled.
Status send_mail(const MailServer& server, const Delivery& delivery);

}  // namespace hanse::http_client
