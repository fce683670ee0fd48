// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "app/app.h"
#include "net/connection_server.h"
#include "server/pgwire/counters.h"

namespace hanse::server::pgwire {

// The door that PostgreSQL's clients know: its wire protocol, version 3, over app::App. Users sign
// in with SCRAM-SHA-256 and a token for a password. Statements go through the gate, those about
// pg_catalog and information_schema to app's listings. Thread-safe.
class PgWire : public net::ConnectionHandler {
 public:
  // Listens at once. `options.connections` are those of users who signed in; who did not yet has
  // places apart. `message_bytes_max`: of one message of a client.
  static Result<std::unique_ptr<PgWire>> listen(const net::ListenOptions& options, app::App& app,
                                                uint32_t message_bytes_max);
  ~PgWire() override;
  std::string address() const;
  const Counters& counters() const;
  // As net::ConnectionServer::stop.
  bool stop(int64_t wait_ms);

  void serve(net::Socket& socket) override;
  void turn_away(net::Socket& socket) override;

 private:
  struct Parts;
  explicit PgWire(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace hanse::server::pgwire
