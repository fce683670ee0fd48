// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/app.h"
#include "net/tls.h"
#include "server/pgwire/settings.h"
#include "server/pgwire/wire.h"

namespace hanse::server::pgwire {

// How a connection begins: TLS, start-up, authentication. Everything before it ends is unknown and
// bounded in bytes and time.

struct CancelRequest {  // a connection that only wants another one's statement ended
  int32_t process = 0, secret = 0;
};
struct SignedIn {
  std::string user, token_id, database;
  Settings settings;  // of the start-up message
};
struct Beginning {
  std::optional<SignedIn> signed_in;  // neither: the client has gone, or was told what is wrong
  std::optional<CancelRequest> cancel;
};

class SignIn {
 public:
  // `tls`: null when the listener has none. All outlive it.
  SignIn(app::App& app, const net::TlsIdentity* tls, net::Socket& socket, MessageReader& reader,
         MessageWriter& writer, const WireLimits& limits)
      : app_(app),
        tls_(tls),
        socket_(socket),
        reader_(reader),
        writer_(writer),
        limits_(limits),
        until_us_(app.clock().monotonic_us() + limits.startup_ms * 1'000) {}
  // Everything that is wrong was written already when this gives neither.
  Result<Beginning> run();

 private:
  Status answer_tls_request();
  Result<SignedIn> started(std::string_view body);
  Status read_parameters(std::string_view body, int32_t version, SignedIn& out);
  Status read_options(std::string_view text, Settings& settings);
  Status authenticate(SignedIn& out);
  Status prove(SignedIn& out);
  Status take_password(SignedIn& out);
  Result<std::string> answer_of_client();
  int64_t left_ms() const;

  app::App& app_;
  const net::TlsIdentity* tls_;
  net::Socket& socket_;
  MessageReader& reader_;
  MessageWriter& writer_;
  const WireLimits& limits_;
  const int64_t until_us_;  // of all steps together
  bool secure_ = false;
};

}  // namespace hanse::server::pgwire
