// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace hanse::net {

// One HTTP/1.1 request, read whole (its body is bounded). Plain data.
struct Request {
  std::string method, path, query;    // path: percent-decoded, without the query
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  bool is_secure = false;             // it came over TLS
  std::string_view header(std::string_view name) const;      // empty when absent
};

using Headers = std::vector<std::pair<std::string, std::string>>;

// How a handler answers. Blocking: `write` returns when the bytes are with the socket, so memory is
// bounded by the client's speed. Used by one thread.
class ResponseWriter {
 public:
  virtual ~ResponseWriter() = default;
  // The whole answer at once, with Content-Length.
  virtual Status send(int status, const Headers& headers, std::string_view body) = 0;
  // A streamed answer: start, write…, finish (chunked). A handler that returns without `finish` has
  // failed in mid-stream: the connection is cut, so that the client sees an error and no end.
  virtual Status start(int status, const Headers& headers) = 0;
  virtual Status write(std::string_view bytes) = 0;
  virtual Status finish() = 0;
  // True once the client has gone: stop working for it. Cheap.
  virtual bool client_gone() = 0;
  // Calls `on_gone` once, from another thread, when the client goes while what is returned lives:
  // for work that cannot ask `client_gone`. It may only set a flag. A client that ends its sending
  // half counts as gone, as it does for nginx and Go's net/http.
  virtual std::shared_ptr<void> when_gone(std::function<void()> on_gone) = 0;
};

// Called from many threads at once.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual void handle(const Request& request, ResponseWriter& writer) = 0;
  // A request that never reached `handle` (malformed, too large, too slow): told for the metrics;
  // gives the body of the answer, a problem document.
  virtual std::string refusal(int status, std::string_view detail) = 0;
};

}  // namespace hanse::net
