// SPDX-License-Identifier: Apache-2.0
#include "net/connection_server.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <list>
#include <mutex>
#include <optional>
#include <thread>

#include "net/unix_socket.h"

namespace hanse::net {
namespace {

constexpr int kAcceptPollMs = 100;
constexpr auto kBackOff = std::chrono::milliseconds(100);    // when the process has no descriptors
constexpr auto kCutWait = std::chrono::milliseconds(2'000);  // for handlers whose client is cut

}  // namespace

struct ConnectionServer::Parts {
  ListenOptions options;
  ConnectionHandler& handler;
  Listener listener;
  std::shared_ptr<const TlsIdentity> tls;     // none: plain
  std::optional<UnixListener> unix_listener;  // holds `listener`'s descriptor
  std::thread acceptor;
  std::mutex mutex;
  std::condition_variable changed;
  std::list<std::shared_ptr<Socket>> open;  // guarded by mutex
  bool stopping = false;                    // guarded by mutex

  void accept_loop();
  void take(std::shared_ptr<Socket> socket);
  void serve(const std::shared_ptr<Socket>& socket);
  void forget(const std::shared_ptr<Socket>& socket);
  bool is_stopping() {
    const std::lock_guard lock(mutex);
    return stopping;
  }
};

void ConnectionServer::Parts::forget(const std::shared_ptr<Socket>& socket) {
  const std::lock_guard lock(mutex);
  open.remove(socket);
  changed.notify_all();
}

void ConnectionServer::Parts::serve(const std::shared_ptr<Socket>& socket) {
  sigset_t pipe;  // OpenSSL's writes to a client that has gone
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  try {
    handler.serve(*socket);
  } catch (const std::exception&) {  // without memory for an answer, the cut is the answer
  }
  socket->cut();
  forget(socket);
}

void ConnectionServer::Parts::take(std::shared_ptr<Socket> socket) {
  {
    std::unique_lock lock(mutex);
    if (static_cast<int64_t>(open.size()) >= options.connections) {
      lock.unlock();
      return handler.turn_away(*socket);
    }
    open.push_back(socket);
  }
  try {
    // Detached: the destructor waits until `open` is empty, and nothing of ours is touched after.
    std::thread([this, socket] { serve(socket); }).detach();
  } catch (const std::system_error&) {
    forget(socket);
    handler.turn_away(*socket);
  }
}

void ConnectionServer::Parts::accept_loop() {
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

ConnectionServer::ConnectionServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

ConnectionServer::~ConnectionServer() {
  (void)stop(0);
  std::unique_lock lock(parts_->mutex);
  parts_->changed.wait(lock, [&] { return parts_->open.empty(); });
}

Result<std::unique_ptr<ConnectionServer>> ConnectionServer::open(const ListenOptions& options,
                                                                 ConnectionHandler& handler) {
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
    HANSE_TRY(listener,
              open_listener(options.address, anywhere ? Exposure::kAnywhere : Exposure::kLoopback));
  }
  return std::unique_ptr<ConnectionServer>(new ConnectionServer(std::unique_ptr<Parts>(
      new Parts{options, handler, listener, std::move(tls), std::move(unix_listener)})));
}

void ConnectionServer::start() {
  parts_->acceptor = std::thread([parts = parts_.get()] { parts->accept_loop(); });
}

std::string ConnectionServer::address() const { return parts_->listener.address; }
bool ConnectionServer::is_loopback() const { return parts_->listener.loopback; }
bool ConnectionServer::is_stopping() const { return parts_->is_stopping(); }
const TlsIdentity* ConnectionServer::tls() const { return parts_->tls.get(); }

bool ConnectionServer::stop(int64_t wait_ms) {
  {
    const std::lock_guard lock(parts_->mutex);
    parts_->stopping = true;
  }
  if (parts_->acceptor.joinable()) parts_->acceptor.join();
  if (parts_->unix_listener)
    parts_->unix_listener.reset();
  else if (parts_->listener.descriptor >= 0)
    close(parts_->listener.descriptor);
  parts_->listener.descriptor = -1;
  std::unique_lock lock(parts_->mutex);
  const auto ended = [&] { return parts_->open.empty(); };
  if (parts_->changed.wait_for(lock, std::chrono::milliseconds(wait_ms), ended)) return true;
  for (const auto& socket : parts_->open) socket->cut();
  return parts_->changed.wait_for(lock, kCutWait, ended);
}

}  // namespace hanse::net
