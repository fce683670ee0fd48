// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "server/pgwire/wire.h"
#include "sent_bytes.h"

using namespace hanse::server::pgwire;

// Any bytes as what a client of PostgreSQL's protocol sends: a start-up message, then messages,
// each no longer than it may be; the fields of a body never reach past it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr uint32_t kBytesMax = 512;
  const int descriptor = sent_bytes(data, size);
  if (descriptor < 0) return 0;
  hanse::net::Socket socket(descriptor);
  WireLimits limits;
  limits.startup_bytes_max = kBytesMax;
  MessageReader reader(socket, limits);
  const auto startup = reader.startup(1);
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
