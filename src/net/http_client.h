// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

namespace hanse::net {

// One POST to a process of ours that listens on a Unix socket, and its answer as it comes. Waits as
// long as the other side works: it is on this machine, so its end is seen. One thread.
class UnixHttpClient {
 public:
  // kNotFound: nobody listens at `path`.
  static Result<std::unique_ptr<UnixHttpClient>> connect(const std::string& path);
  ~UnixHttpClient();
  // Asked every 100 ms; true ends a wait with kCancelled.
  void stop_when(std::function<bool()> stop);
  // Sends the request and gives the answer's status. Once.
  Result<int> post(const std::string& target, std::string_view json);
  // The next line of the answer's body, without its end; none after the last. kUnavailable when the
  // answer is cut.
  Result<std::optional<std::string>> next_line();

 private:
  struct Parts;
  explicit UnixHttpClient(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace hanse::net
