// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/pgwire.h"

#include "server/pgwire/beginners.h"
#include "server/pgwire/connection.h"

namespace hanse::server::pgwire {
namespace {

// Threads that wait for those who do not sign in; the longest waiting makes place for another.
constexpr size_t kBeginnersMax = 100;

struct Seat {  // of one who is signed in
  explicit Seat(std::atomic<int64_t>& given) : taken(given), number(++taken) {}
  ~Seat() { --taken; }
  std::atomic<int64_t>& taken;
  const int64_t number;
};

constexpr std::string_view kTooMany = "53300";  // too_many_connections

Error too_many() {
  return Error{ErrorCode::kLimitExceeded, "too many connections", "try again in a moment", -1, {}};
}

}  // namespace

struct PgWire::Parts {
  explicit Parts(app::App& given) : app(given) {}
  app::App& app;
  Cancels cancels;
  net::PeerWatcher peers;
  Counters counters;
  WireLimits limits;
  Beginners beginners{kBeginnersMax};
  int64_t signed_in_max = 0;
  std::atomic<int64_t> signed_in = 0;
  std::unique_ptr<net::ConnectionServer> server;  // last: its threads use the rest
};

PgWire::PgWire(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PgWire::~PgWire() { parts_->server.reset(); }

Result<std::unique_ptr<PgWire>> PgWire::listen(const net::ListenOptions& options, app::App& app,
                                               uint32_t message_bytes_max) {
  auto door = std::unique_ptr<PgWire>(new PgWire(std::make_unique<Parts>(app)));
  door->parts_->limits.message_bytes_max = message_bytes_max;
  door->parts_->signed_in_max = options.connections;
  net::ListenOptions more = options;
  // Those who are turned out take a moment to go.
  more.connections += 2 * static_cast<int64_t>(kBeginnersMax);
  HANSE_TRY(door->parts_->server, net::ConnectionServer::open(more, *door));
  door->parts_->server->start();
  return door;
}

std::string PgWire::address() const { return parts_->server->address(); }
const Counters& PgWire::counters() const { return parts_->counters; }
bool PgWire::stop(int64_t wait_ms) { return parts_->server->stop(wait_ms); }

void PgWire::serve(net::Socket& socket) {
  ++parts_->counters.connections;
  MessageReader reader(socket, parts_->limits);
  MessageWriter writer(socket, parts_->limits);
  Result<Beginning> beginning = [&] {
    const auto place = parts_->beginners.enter(socket);
    return SignIn(parts_->app, parts_->server->tls(), socket, reader, writer, parts_->limits).run();
  }();
  if (beginning && beginning->cancel)
    return parts_->cancels.cancel({beginning->cancel->process, beginning->cancel->secret});
  if (!beginning || !beginning->signed_in) {
    ++parts_->counters.refused;
    return;
  }
  const Seat seat(parts_->signed_in);
  if (seat.number > parts_->signed_in_max) {
    ++parts_->counters.refused;
    write_error(writer, too_many(), {{}, "FATAL", kTooMany});
    (void)writer.flush();
    return socket.close_gently();
  }
  const Shared shared{parts_->app, parts_->cancels, parts_->peers, parts_->counters,
                      parts_->limits};
  Connection(shared, socket, reader, writer, std::move(*beginning->signed_in)).run();
}

// No client is told before it asked: what it sent is not read, so this answers the start-up message
// that every client sends first. Over TLS it would answer the wrong question.
void PgWire::turn_away(net::Socket& socket) {
  ++parts_->counters.refused;
  if (parts_->server->tls() != nullptr) return;
  MessageWriter writer(socket, parts_->limits);
  write_error(writer, too_many(), {{}, "FATAL", kTooMany});
  (void)socket.write_all(writer.out(), 0);
}

}  // namespace hanse::server::pgwire
