// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "net/socket.h"
#include "net/tls.h"

namespace hanse::net {

// Where a listener listens, whatever protocol it speaks.
struct ListenOptions {
  std::string address = "127.0.0.1:0";  // HOST:PORT; an IPv6 host in brackets; port 0: any free one
  std::string unix_path;                // not empty: listen on a Unix socket there instead
  std::string certificate, key;         // PEM files: TLS 1.2 and newer; both or none
  bool insecure = false;                // beyond loopback without TLS
  int64_t connections = 256;
};

// What a protocol does with a connection. Its calls come from many threads.
class ConnectionHandler {
 public:
  virtual ~ConnectionHandler() = default;
  // A connection's whole life, on a thread of its own; the socket is cut afterwards. Exceptions of
  // the standard library end the connection and nothing else.
  virtual void serve(Socket& socket) = 0;
  // There is no place for this one. On the acceptor's thread: never waits.
  virtual void turn_away(Socket& socket) = 0;
};

// A listener: accepts, bounds the number of connections, gives each a thread. Without TLS,
// listeners beyond loopback are refused (kDenied) unless `insecure` says otherwise.
class ConnectionServer {
 public:
  // Bound, but accepting nothing until `start`. `handler` outlives the server.
  static Result<std::unique_ptr<ConnectionServer>> open(const ListenOptions& options,
                                                        ConnectionHandler& handler);
  // As stop(0), and waits for every connection to its end: `handler` may go after it.
  ~ConnectionServer();
  void start();
  // Accepts no more, lets what runs finish for `wait_ms`, then cuts it and waits 2 s more. False:
  // a connection still runs, and what it uses may not be destroyed.
  bool stop(int64_t wait_ms);

  std::string address() const;  // the bound HOST:PORT, or the Unix socket's path
  bool is_loopback() const;
  bool is_stopping() const;
  const TlsIdentity* tls() const;  // null: plain

 private:
  struct Parts;
  explicit ConnectionServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace hanse::net
