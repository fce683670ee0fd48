// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/json.h"
#include "cli/options.h"
#include "net/http_client.h"

namespace hanse::cli {

// The server that holds the state which the command line means, when one runs: changes go through
// it. One request.
class ServerLink {
 public:
  // Null when nobody serves this state. kDenied when it is another user's server.
  static Result<std::unique_ptr<ServerLink>> find(const Options& options);
  // The outcome that the server answers with; its progress is said as it comes. `doing`: "apply",
  // "refresh", "check", "run". kUnavailable when the server ends in the middle: what it did is then
  // not known. kCancelled on Ctrl-C, kTimeout at `deadline_us` (Clock::monotonic_us; 0: none).
  Result<Json> send(const std::string& doing, const Json& body, const Options& options,
                    int64_t deadline_us = 0);

 private:
  explicit ServerLink(std::unique_ptr<net::UnixHttpClient> client) : client_(std::move(client)) {}
  std::unique_ptr<net::UnixHttpClient> client_;
};

}  // namespace hanse::cli
