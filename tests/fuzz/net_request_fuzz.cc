// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "net/http_message.h"
#include "sent_bytes.h"

// Any bytes as what a connection sends: requests, then an end or a refusal with a status of its
// own. Limits hold for what is given on.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const int descriptor = sent_bytes(data, size);
  if (descriptor < 0) return 0;
  hanse::net::Socket socket(descriptor);
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
