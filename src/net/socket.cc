// SPDX-License-Identifier: Apache-2.0
#include "net/socket.h"

#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include "base/clock.h"

namespace hanse::net {
namespace {

int64_t now_ms() { return Clock::system().monotonic_us() / 1000; }

struct Addresses {
  addrinfo* first = nullptr;
  ~Addresses() {
    if (first != nullptr) freeaddrinfo(first);
  }
};

bool is_loopback(const sockaddr* address) {
  if (address->sa_family == AF_INET)
    return (ntohl(reinterpret_cast<const sockaddr_in*>(address)->sin_addr.s_addr) >> 24) == 127;
  if (address->sa_family == AF_INET6)
    return IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr);
  return false;
}

}  // namespace

Socket::~Socket() { close(descriptor_); }

void Socket::set_deadline_ms(int64_t from_now_ms) { deadline_ms_ = now_ms() + from_now_ms; }

bool Socket::wait(short events, int64_t until_ms) {
  while (true) {
    const int64_t left = until_ms - now_ms();
    if (left <= 0) return false;
    pollfd entry{descriptor_, events, 0};
    const int ready = poll(&entry, 1, static_cast<int>(std::min<int64_t>(left, 60'000)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

int64_t Socket::read_some(char* into, size_t size) {
  while (true) {
    const ssize_t got = recv(descriptor_, into, size, MSG_DONTWAIT);
    if (got >= 0) return got;
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return -1;
    if (!wait(POLLIN, deadline_ms_)) {
      timed_out_ = true;
      return -1;
    }
  }
}

Status Socket::write_all(std::string_view bytes, int64_t timeout_ms) {
  int64_t until = now_ms() + timeout_ms;
  while (!bytes.empty()) {
    const ssize_t sent = send(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<size_t>(sent));
      until = now_ms() + timeout_ms;    // a slow reader may take its time, a stuck one not
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK)
      return fail(ErrorCode::kCancelled, "the client has gone");
    if (!wait(POLLOUT, until)) return fail(ErrorCode::kTimeout, "the client does not read");
  }
  return {};
}

void Socket::close_gently() {
  constexpr int64_t kLingerMs = 2'000, kLingerBytes = 16 << 20;
  shutdown(descriptor_, SHUT_WR);
  set_deadline_ms(kLingerMs);
  char scrap[65536];
  for (int64_t total = 0; total < kLingerBytes;) {
    const int64_t got = read_some(scrap, sizeof scrap);
    if (got <= 0) return;
    total += got;
  }
}

bool Socket::peer_gone() const {
  pollfd entry{descriptor_, POLLRDHUP, 0};
  return poll(&entry, 1, 0) > 0 && (entry.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

void Socket::cut() { shutdown(descriptor_, SHUT_RDWR); }

Result<Listener> open_listener(const std::string& address) {
  const size_t colon = address.rfind(':');
  // The resolver would take a port beyond 65535 for another one.
  uint16_t number = 0;
  const char* const end = address.data() + address.size();
  const auto [rest, problem] =
      std::from_chars(address.data() + std::min(colon + 1, address.size()), end, number);
  if (colon == std::string::npos || problem != std::errc() || rest != end)
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` is no address: expected HOST:PORT", address));
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  addrinfo hints{};
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  Addresses found;
  if (getaddrinfo(host.c_str(), address.substr(colon + 1).c_str(), &hints, &found.first) != 0)
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` is no address: expected HOST:PORT", address));
  Listener listener;
  listener.loopback = is_loopback(found.first->ai_addr);
  listener.descriptor =
      socket(found.first->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int on = 1;
  setsockopt(listener.descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener.descriptor, found.first->ai_addr, found.first->ai_addrlen) != 0 ||
      ::listen(listener.descriptor, SOMAXCONN) != 0) {
    const int code = errno;
    close(listener.descriptor);
    return fail(code == EADDRINUSE ? ErrorCode::kConflict : ErrorCode::kIo,
                fmt::format("cannot listen on `{}`: {}", address, std::strerror(code)));
  }
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  getsockname(listener.descriptor, reinterpret_cast<sockaddr*>(&bound), &size);
  const bool six = bound.ss_family == AF_INET6;
  const int port = ntohs(six ? reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port
                             : reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
  listener.address = six ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
  return listener;
}

}  // namespace hanse::net
