// SPDX-License-Identifier: Apache-2.0
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "server/pgwire/wire.h"

using namespace hanse::server::pgwire;

// Any bytes as what a client of PostgreSQL's protocol sends: a start-up message, then messages,
// each no longer than it may be; the fields of a body never reach past it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t kFitsTheSocket = 64 * 1024;
  constexpr uint32_t kBytesMax = 512;
  int ends[2];
  if (size > kFitsTheSocket || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 0;
  const bool sent = size == 0 || write(ends[0], data, size) == static_cast<ssize_t>(size);
  close(ends[0]);
  hanse::net::Socket socket(ends[1]);
  if (!sent) return 0;
  WireLimits limits;
  limits.startup_bytes_max = kBytesMax;
  MessageReader reader(socket, limits);
  const auto startup = reader.startup();
  if (!startup || !*startup) return 0;
  if ((*startup)->size() > kBytesMax) std::abort();
  while (true) {
    const auto message = reader.next(kBytesMax, 1);
    if (!message || !*message) return 0;
    if ((*message)->body.size() > kBytesMax) std::abort();
    BodyReader body((*message)->body);
    while (body.ok() && !body.at_end()) {
      const size_t before = body.rest().size();
      const int count = body.int16();
      const int length = body.int32();
      (void)body.text();
      if (length >= 0) (void)body.bytes(static_cast<size_t>(length));
      (void)body.byte();
      if (body.ok() && (body.rest().size() >= before || count > INT16_MAX)) std::abort();
    }
  }
}
