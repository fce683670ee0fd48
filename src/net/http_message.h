// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "net/http.h"
#include "net/http_server.h"
#include "net/socket.h"

namespace hanse::net {

// What reading one request came to.
struct ReadOutcome {
  bool closed = false;                  // the client ended, or idled too long: no answer is owed
  int refused = 0;                      // 0: `request` is good; else the status to answer and close
  std::string detail;
  Request request;
  bool keep_alive = false, head = false;
};

// Reads requests of one connection by Beast's parser, one after the other.
class RequestReader {
 public:
  RequestReader(Socket& socket, const HttpOptions& options);
  ~RequestReader();
  ReadOutcome next();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

std::string_view reason_phrase(int status);
// Splits a target into path (percent-decoded) and query; none when it is malformed.
std::optional<std::pair<std::string, std::string>> split_target(std::string_view target);

}  // namespace hanse::net
