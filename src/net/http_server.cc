// SPDX-License-Identifier: Apache-2.0
#include "net/http_server.h"

#include <csignal>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

#include "net/host.h"
#include "net/http_message.h"
#include "net/http_writer.h"
#include "net/peer_watcher.h"
#include "net/socket.h"
#include "net/tls.h"
#include "net/unix_socket.h"

namespace hanse::net {
namespace {

constexpr int kAcceptPollMs = 100;
constexpr auto kBackOff = std::chrono::milliseconds(100);  // when the process has no descriptors
constexpr auto kCutWait = std::chrono::milliseconds(2'000);  // for handlers whose client is cut
constexpr int kTlsHandshakeRecord = 0x16;
const Headers kProblem = {{"Content-Type", "application/problem+json"}};

}  // namespace

struct HttpServer::Parts {
  HttpOptions options;
  Handler& handler;
  Listener listener;
  std::shared_ptr<const TlsIdentity> tls;   // none: plain
  std::optional<UnixListener> unix_listener;  // holds `listener`'s descriptor
  std::thread acceptor;
  PeerWatcher peers;
  std::mutex mutex;
  std::condition_variable changed;
  std::list<std::shared_ptr<Socket>> open;  // guarded by mutex
  bool stopping = false;                    // guarded by mutex

  void accept_loop();
  void take(std::shared_ptr<Socket> socket);
  void turn_away(Socket& socket);
  void serve(const std::shared_ptr<Socket>& socket);
  bool admitted(Socket& socket);
  bool secure(Socket& socket);
  bool serve_one(RequestReader& reader, Socket& socket);
  void refuse(Socket& socket, int status, std::string_view detail);
  void forget(const std::shared_ptr<Socket>& socket);
  bool is_stopping() {
    const std::lock_guard lock(mutex);
    return stopping;
  }
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
  if (listener.loopback && !names_loopback(outcome.request.header("host"))) {
    refuse(socket, 421, "this listener answers to loopback names only");
    return false;
  }
  const bool keep_alive = outcome.keep_alive && !is_stopping();
  outcome.request.is_secure = tls != nullptr;
  SocketWriter writer(socket, peers, options, {outcome.head, keep_alive});
  try {
    handler.handle(outcome.request, writer);
  } catch (const std::exception&) {     // of the standard library: memory or threads are short
    if (!writer.started()) refuse(socket, 503, "the request could not be handled");
    return false;
  }
  return writer.finished() && keep_alive;
}

void HttpServer::Parts::forget(const std::shared_ptr<Socket>& socket) {
  const std::lock_guard lock(mutex);
  open.remove(socket);
  changed.notify_all();
}

void HttpServer::Parts::serve(const std::shared_ptr<Socket>& socket) {
  sigset_t pipe;                        // OpenSSL's writes to a client that has gone
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  try {
    if (admitted(*socket) && secure(*socket)) {
      RequestReader reader(*socket, options);
      while (serve_one(reader, *socket)) {
      }
    }
  } catch (const std::exception&) {     // without memory for an answer, the cut is the answer
  }
  socket->cut();
  forget(socket);
}

// Not `refuse`: the acceptor does not wait for anybody, nor for a handshake.
void HttpServer::Parts::turn_away(Socket& socket) {
  if (tls != nullptr) return;
  SocketWriter writer(socket, peers, options, {});
  (void)writer.send(503, kProblem, handler.refusal(503, "too many connections"));
}

void HttpServer::Parts::take(std::shared_ptr<Socket> socket) {
  {
    std::unique_lock lock(mutex);
    if (static_cast<int64_t>(open.size()) >= options.connections) {
      lock.unlock();
      return turn_away(*socket);
    }
    open.push_back(socket);
  }
  try {
    // Detached: the destructor waits until `open` is empty, and nothing of ours is touched after.
    std::thread([this, socket] { serve(socket); }).detach();
  } catch (const std::system_error&) {
    forget(socket);
    turn_away(*socket);
  }
}

void HttpServer::Parts::accept_loop() {
  while (!is_stopping()) {
    pollfd entry{listener.descriptor, POLLIN, 0};
    if (poll(&entry, 1, kAcceptPollMs) <= 0) continue;
    const int descriptor = accept4(listener.descriptor, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor >= 0) {
      try {
        take(std::make_shared<Socket>(descriptor));
      } catch (const std::bad_alloc&) {  // this client is lost, the listener is not
      }
      continue;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR || errno == ECONNABORTED)
      continue;
    // Out of descriptors or memory: the client stays in the queue, so poll would return at once.
    std::unique_lock lock(mutex);
    changed.wait_for(lock, kBackOff);
  }
}

HttpServer::HttpServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

HttpServer::~HttpServer() {
  (void)stop(0);
  std::unique_lock lock(parts_->mutex);
  parts_->changed.wait(lock, [&] { return parts_->open.empty(); });
}

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const HttpOptions& options,
                                                       Handler& handler) {
  std::shared_ptr<const TlsIdentity> tls;
  if (!options.certificate.empty() || !options.key.empty()) {
    HANSE_TRY(tls, TlsIdentity::load(options.certificate, options.key));
  }
  const bool anywhere = options.insecure || tls != nullptr;
  std::optional<UnixListener> unix_listener;
  Listener listener;
  if (!options.unix_path.empty()) {
    auto opened = UnixListener::open(options.unix_path);
    if (!opened) return fail(std::move(opened).error());
    unix_listener.emplace(std::move(*opened));
    listener = {unix_listener->descriptor(), options.unix_path, false};
  } else {
    HANSE_TRY(listener, open_listener(options.address,
                                      anywhere ? Exposure::kAnywhere : Exposure::kLoopback));
  }
  auto parts = std::unique_ptr<Parts>(
      new Parts{options, handler, listener, std::move(tls), std::move(unix_listener)});
  Parts* raw = parts.get();
  parts->acceptor = std::thread([raw] { raw->accept_loop(); });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(parts)));
}

std::string HttpServer::address() const { return parts_->listener.address; }

bool HttpServer::stop(int64_t wait_ms) {
  {
    const std::lock_guard lock(parts_->mutex);
    parts_->stopping = true;
  }
  if (parts_->acceptor.joinable()) {
    parts_->acceptor.join();
    if (parts_->unix_listener) parts_->unix_listener.reset();
    else close(parts_->listener.descriptor);
  }
  std::unique_lock lock(parts_->mutex);
  const auto ended = [&] { return parts_->open.empty(); };
  if (parts_->changed.wait_for(lock, std::chrono::milliseconds(wait_ms), ended)) return true;
  for (const auto& socket : parts_->open) socket->cut();
  return parts_->changed.wait_for(lock, kCutWait, ended);
}

}  // namespace hanse::net
