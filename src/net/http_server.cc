// SPDX-License-Identifier: Apache-2.0
#include "net/http_server.h"

#include "net/host.h"
#include "net/http_message.h"
#include "net/http_writer.h"
#include "net/peer_watcher.h"
#include "net/unix_socket.h"

namespace hanse::net {
namespace {

constexpr int kTlsHandshakeRecord = 0x16;
const Headers kProblem = {{"Content-Type", "application/problem+json"}};

}  // namespace

struct HttpServer::Parts : ConnectionHandler {
  Parts(const HttpOptions& given, Handler& taker) : options(given), handler(taker) {}
  HttpOptions options;
  Handler& handler;
  PeerWatcher peers;
  std::unique_ptr<ConnectionServer> server;  // last: its threads use the rest

  void serve(Socket& socket) override;
  void turn_away(Socket& socket) override;
  bool admitted(Socket& socket);
  bool secure(Socket& socket);
  bool serve_one(RequestReader& reader, Socket& socket);
  void refuse(Socket& socket, int status, std::string_view detail);
};

void HttpServer::Parts::refuse(Socket& socket, int status, std::string_view detail) {
  SocketWriter writer(socket, peers, options, {});
  (void)writer.send(status, kProblem, handler.refusal(status, detail));
  socket.close_gently();
}

// The file's mode keeps other users out; root, and a mode that somebody changed, need the kernel's
// word.
bool HttpServer::Parts::admitted(Socket& socket) {
  if (options.unix_path.empty() || peer_is_own_user(socket.descriptor())) return true;
  refuse(socket, 403, "this socket answers only to the user that the server runs as");
  return false;
}

// True when requests may be read. The wait is this connection's own: the acceptor goes on.
bool HttpServer::Parts::secure(Socket& socket) {
  const TlsIdentity* tls = server->tls();
  if (tls == nullptr) return true;
  const int first = socket.peek(options.header_timeout_ms);
  if (first < 0) return false;
  if (first != kTlsHandshakeRecord) {
    refuse(socket, 400, "this listener speaks TLS: use https");
    return false;
  }
  return socket.secure(tls->transport(socket.descriptor()), options.header_timeout_ms).has_value();
}

bool HttpServer::Parts::serve_one(RequestReader& reader, Socket& socket) {
  ReadOutcome outcome = reader.next();
  if (outcome.closed) return false;
  if (outcome.refused != 0) {
    refuse(socket, outcome.refused, outcome.detail);
    return false;
  }
  if (server->is_loopback() && !names_loopback(outcome.request.header("host"))) {
    refuse(socket, 421, "this listener answers to loopback names only");
    return false;
  }
  const bool keep_alive = outcome.keep_alive && !server->is_stopping();
  outcome.request.is_secure = server->tls() != nullptr;
  SocketWriter writer(socket, peers, options, {outcome.head, keep_alive});
  try {
    handler.handle(outcome.request, writer);
  } catch (const std::exception&) {  // of the standard library: memory or threads are short
    if (!writer.started()) refuse(socket, 503, "the request could not be handled");
    return false;
  }
  return writer.finished() && keep_alive;
}

void HttpServer::Parts::serve(Socket& socket) {
  if (!admitted(socket) || !secure(socket)) return;
  RequestReader reader(socket, options);
  while (serve_one(reader, socket)) {
  }
}

// Not `refuse`: the acceptor does not wait for anybody, nor for a handshake.
void HttpServer::Parts::turn_away(Socket& socket) {
  if (server->tls() != nullptr) return;
  SocketWriter writer(socket, peers, options, {});
  (void)writer.send(503, kProblem, handler.refusal(503, "too many connections"));
}

HttpServer::HttpServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const HttpOptions& options,
                                                       Handler& handler) {
  auto parts = std::make_unique<Parts>(options, handler);
  HANSE_TRY(parts->server, ConnectionServer::open(options, *parts));
  parts->server->start();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(parts)));
}

std::string HttpServer::address() const { return parts_->server->address(); }
bool HttpServer::stop(int64_t wait_ms) { return parts_->server->stop(wait_ms); }

}  // namespace hanse::net
