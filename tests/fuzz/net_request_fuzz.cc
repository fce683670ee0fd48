// SPDX-License-Identifier: Apache-2.0
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "net/http_message.h"

// Any bytes as what a connection sends: requests, then an end or a refusal with a status of its
// own. Limits hold for what is given on.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t kFitsTheSocket = 64 * 1024;
  int ends[2];
  if (size > kFitsTheSocket || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 0;
  const bool sent = size == 0 || write(ends[0], data, size) == static_cast<ssize_t>(size);
  close(ends[0]);
  hanse::net::Socket socket(ends[1]);
  if (!sent) return 0;
  hanse::net::HttpOptions options;
  options.body_bytes_max = 256;
  options.header_bytes_max = 1'024;
  hanse::net::RequestReader reader(socket, options);
  for (size_t requests = 0;; ++requests) {
    const auto outcome = reader.next();
    if (outcome.closed) return 0;
    if (outcome.refused != 0) {
      if (outcome.refused < 400 || hanse::net::reason_phrase(outcome.refused).empty()) std::abort();
      return 0;
    }
    if (outcome.request.body.size() > options.body_bytes_max || requests > size) std::abort();
  }
}
