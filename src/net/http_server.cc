// SPDX-License-Identifier: Apache-2.0
#include "net/http_server.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

#include "base/utf8.h"
#include "net/http_message.h"
#include "net/socket.h"

namespace hanse::net {
namespace {

constexpr int kAcceptPollMs = 100;

class Writer : public ResponseWriter {
 public:
  Writer(Socket& socket, const HttpOptions& options, bool head, bool keep_alive)
      : socket_(socket), options_(options), head_(head), keep_alive_(keep_alive) {}

  Status send(int status, const Headers& headers, std::string_view body) override {
    std::string out = head_of(status, headers);
    out += fmt::format("Content-Length: {}\r\n\r\n", body.size());
    if (!head_) out += body;
    started_ = finished_ = true;
    return socket_.write_all(out, options_.write_timeout_ms);
  }
  Status start(int status, const Headers& headers) override {
    started_ = true;
    return socket_.write_all(head_of(status, headers) + "Transfer-Encoding: chunked\r\n\r\n",
                             options_.write_timeout_ms);
  }
  Status write(std::string_view bytes) override {
    if (bytes.empty() || head_) return {};
    std::string out = fmt::format("{:x}\r\n", bytes.size());
    out += bytes;
    out += "\r\n";
    return socket_.write_all(out, options_.write_timeout_ms);
  }
  Status finish() override {
    finished_ = true;
    return head_ ? Status() : socket_.write_all("0\r\n\r\n", options_.write_timeout_ms);
  }
  bool client_gone() override { return socket_.peer_gone(); }
  bool finished() const { return finished_; }
  bool started() const { return started_; }

 private:
  std::string head_of(int status, const Headers& headers) const {
    std::string out = fmt::format("HTTP/1.1 {} {}\r\n", status, reason_phrase(status));
    for (const auto& [name, value] : headers) {
      out += name + ": ";
      for (const char c : value) out += c == '\r' || c == '\n' ? ' ' : c;  // no header splitting
      out += "\r\n";
    }
    if (!keep_alive_) out += "Connection: close\r\n";
    return out;
  }
  Socket& socket_;
  const HttpOptions& options_;
  bool head_, keep_alive_, started_ = false, finished_ = false;
};

bool names_loopback(std::string_view host) {
  if (host.starts_with("[")) host = host.substr(0, host.find(']') + 1);
  else host = host.substr(0, host.find(':'));
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

}  // namespace

struct HttpServer::Parts {
  HttpOptions options;
  Handler& handler;
  Listener listener;
  std::thread acceptor;
  std::mutex mutex;
  std::condition_variable changed;
  std::list<std::shared_ptr<Socket>> open;  // guarded by mutex
  bool stopping = false;                    // guarded by mutex

  void accept_loop();
  void serve(const std::shared_ptr<Socket>& socket);
  bool serve_one(RequestReader& reader, Socket& socket);
  void refuse(Socket& socket, int status, std::string_view detail);
  bool is_stopping() {
    const std::lock_guard lock(mutex);
    return stopping;
  }
};

void HttpServer::Parts::refuse(Socket& socket, int status, std::string_view detail) {
  Writer writer(socket, options, false, false);
  (void)writer.send(status, {{"Content-Type", "application/problem+json"}},
                    handler.refusal(status, detail));
  socket.close_gently();
}

bool HttpServer::Parts::serve_one(RequestReader& reader, Socket& socket) {
  const ReadOutcome outcome = reader.next();
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
  Writer writer(socket, options, outcome.head, keep_alive);
  handler.handle(outcome.request, writer);
  return writer.finished() && keep_alive;
}

void HttpServer::Parts::serve(const std::shared_ptr<Socket>& socket) {
  {
    RequestReader reader(*socket, options);
    while (serve_one(reader, *socket)) {
    }
  }
  socket->cut();
  const std::lock_guard lock(mutex);
  open.remove(socket);
  changed.notify_all();
}

void HttpServer::Parts::accept_loop() {
  while (!is_stopping()) {
    pollfd entry{listener.descriptor, POLLIN, 0};
    if (poll(&entry, 1, kAcceptPollMs) <= 0) continue;
    const int descriptor = accept4(listener.descriptor, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0) continue;
    auto socket = std::make_shared<Socket>(descriptor);
    std::unique_lock lock(mutex);
    if (static_cast<int64_t>(open.size()) >= options.connections) {
      lock.unlock();
      // Not `refuse`: the acceptor does not wait for anybody.
      Writer writer(*socket, options, false, false);
      (void)writer.send(503, {{"Content-Type", "application/problem+json"}},
                        handler.refusal(503, "too many connections"));
      continue;
    }
    open.push_back(socket);
    // Detached: `stop` waits until `open` is empty, and nothing of ours is touched after that.
    std::thread([this, socket] { serve(socket); }).detach();
  }
}

HttpServer::HttpServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
HttpServer::~HttpServer() { stop(0); }

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const HttpOptions& options,
                                                       Handler& handler) {
  HANSE_TRY(Listener listener, open_listener(options.address));
  if (!listener.loopback && !options.insecure) {
    close(listener.descriptor);
    return fail(ErrorCode::kDenied,
                fmt::format("`{}` is reachable from elsewhere and has no TLS", options.address),
                "listen on 127.0.0.1 behind a proxy that ends TLS, or pass --insecure");
  }
  auto parts = std::unique_ptr<Parts>(new Parts{options, handler, listener});
  Parts* raw = parts.get();
  parts->acceptor = std::thread([raw] { raw->accept_loop(); });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(parts)));
}

std::string HttpServer::address() const { return parts_->listener.address; }

void HttpServer::stop(int64_t wait_ms) {
  {
    const std::lock_guard lock(parts_->mutex);
    parts_->stopping = true;
  }
  if (parts_->acceptor.joinable()) {
    parts_->acceptor.join();
    close(parts_->listener.descriptor);
  }
  std::unique_lock lock(parts_->mutex);
  parts_->changed.wait_for(lock, std::chrono::milliseconds(wait_ms),
                           [&] { return parts_->open.empty(); });
  for (const auto& socket : parts_->open) socket->cut();
  parts_->changed.wait(lock, [&] { return parts_->open.empty(); });
}

}  // namespace hanse::net
