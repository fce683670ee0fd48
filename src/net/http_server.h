// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "net/connection_server.h"
#include "net/http.h"

namespace hanse::net {

// An HTTP/1.1 listener. Requests on a loopback listener must name a loopback host (against DNS
// rebinding).
// On a Unix socket (net/unix_socket.h) no browser and no other machine can call: there is no TLS
// and no host to name, but who calls must be of the user that this process runs as (403).
struct HttpOptions : ListenOptions {
  uint64_t body_bytes_max = 2'000'000;
  uint32_t header_bytes_max = 16'384;
  int64_t header_timeout_ms = 10'000;  // from the first byte of a request to the end of its headers
                                       // (and for a TLS handshake)
  int64_t body_timeout_ms = 30'000;
  int64_t idle_timeout_ms = 60'000;   // between requests
  int64_t write_timeout_ms = 60'000;  // without the client taking a byte
};

class HttpServer {
 public:
  // `handler` outlives the server.
  static Result<std::unique_ptr<HttpServer>> listen(const HttpOptions& options, Handler& handler);
  // As stop(0), and waits for every handler to the end: `handler` may go after it.
  ~HttpServer();
  std::string address() const;  // the bound HOST:PORT, or the Unix socket's path
  // Accepts no more, lets what runs finish for `wait_ms`, then cuts it and waits 2 s more. False:
  // a handler still runs, and what it uses may not be destroyed.
  bool stop(int64_t wait_ms);

 private:
  struct Parts;
  explicit HttpServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace hanse::net
