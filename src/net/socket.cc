// SPDX-License-Identifier: Apache-2.0
#include "net/socket.h"

#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
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

class PlainTransport : public Transport {
 public:
  explicit PlainTransport(int descriptor) : descriptor_(descriptor) {}
  Moved read(char* into, size_t size) override {
    return moved(recv(descriptor_, into, size, MSG_DONTWAIT), Need::kReadable);
  }
  Moved write(std::string_view bytes) override {
    return moved(send(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL),
                 Need::kWritable);
  }

 private:
  static Moved moved(ssize_t count, Need need) {
    if (count >= 0) return {count};
    const bool again = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    return {-1, again ? need : Need::kNothing};
  }
  int descriptor_;
};

}  // namespace

std::unique_ptr<Transport> plain_transport(int descriptor) {
  return std::make_unique<PlainTransport>(descriptor);
}

uint64_t Socket::next_number() {
  static std::atomic<uint64_t> last{0};
  return ++last;
}

Socket::~Socket() { close(descriptor_); }

void Socket::set_deadline_ms(int64_t from_now_ms) { deadline_ms_ = now_ms() + from_now_ms; }

bool Socket::wait(Transport::Need need, int64_t until_ms) {
  const short events = need == Transport::Need::kReadable ? POLLIN : POLLOUT;
  while (true) {
    const int64_t left = until_ms - now_ms();
    if (left <= 0) return false;
    pollfd entry{descriptor_, events, 0};
    const int ready = poll(&entry, 1, static_cast<int>(std::min<int64_t>(left, 60'000)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

Status Socket::secure(std::unique_ptr<Transport> transport, int64_t timeout_ms) {
  transport_ = std::move(transport);
  const int64_t until = now_ms() + timeout_ms;
  while (true) {
    const Transport::Moved step = transport_->handshake();
    if (step.bytes > 0) return {};
    if (step.need == Transport::Need::kNothing)
      return fail(ErrorCode::kIo, "the TLS handshake failed");
    if (!wait(step.need, until)) return fail(ErrorCode::kTimeout, "the TLS handshake is too slow");
  }
}

int Socket::peek(int64_t timeout_ms) {
  if (!wait(Transport::Need::kReadable, now_ms() + timeout_ms)) return -1;
  unsigned char first = 0;
  return recv(descriptor_, &first, 1, MSG_PEEK | MSG_DONTWAIT) == 1 ? first : -1;
}

int64_t Socket::read_some(char* into, size_t size) {
  while (true) {
    const Transport::Moved got = transport_->read(into, size);
    if (got.bytes >= 0) return got.bytes;
    if (got.need == Transport::Need::kNothing) return -1;
    if (!wait(got.need, deadline_ms_)) {
      timed_out_ = true;
      return -1;
    }
  }
}

Status Socket::write_all(std::string_view bytes, int64_t timeout_ms) {
  int64_t until = now_ms() + timeout_ms;
  while (!bytes.empty()) {
    const Transport::Moved sent = transport_->write(bytes);
    if (sent.bytes > 0) {
      bytes.remove_prefix(static_cast<size_t>(sent.bytes));
      until = now_ms() + timeout_ms;    // a slow reader may take its time, a stuck one not
      continue;
    }
    if (sent.need == Transport::Need::kNothing)
      return fail(ErrorCode::kCancelled, "the client has gone");
    if (!wait(sent.need, until)) return fail(ErrorCode::kTimeout, "the client does not read");
  }
  return {};
}

void Socket::close_gently() {
  constexpr int64_t kLingerMs = 2'000, kLingerBytes = 16 << 20;
  transport_->say_end();
  shutdown(descriptor_, SHUT_WR);
  set_deadline_ms(kLingerMs);
  char scrap[65536];
  for (int64_t total = 0; total < kLingerBytes;) {
    const int64_t got = read_some(scrap, sizeof scrap);
    if (got <= 0) return;
    total += got;
  }
}

bool peer_gone(int descriptor) {
  pollfd entry{descriptor, POLLRDHUP, 0};
  return poll(&entry, 1, 0) > 0 && (entry.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

bool Socket::peer_gone() const { return net::peer_gone(descriptor_); }

void Socket::cut() { shutdown(descriptor_, SHUT_RDWR); }

Result<Listener> open_listener(const std::string& address, Exposure exposure) {
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
  if (!listener.loopback && exposure == Exposure::kLoopback)
    return fail(ErrorCode::kDenied,
                fmt::format("`{}` is reachable from elsewhere and has no TLS", address),
                "listen on 127.0.0.1 behind a proxy that ends TLS, give the listener a certificate "
                "and its key, or pass --insecure");
  listener.descriptor =
      socket(found.first->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int on = 1;
  setsockopt(listener.descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  // Connections inherit it: an answer's last small part does not wait for the client's ACK.
  setsockopt(listener.descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
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
