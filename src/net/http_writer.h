// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "net/http.h"
#include "net/http_server.h"
#include "net/peer_watcher.h"
#include "net/socket.h"

namespace hanse::net {

// Writes one answer to a socket.
class SocketWriter : public ResponseWriter {
 public:
  struct Shape {
    bool head = false, keep_alive = false;
  };
  SocketWriter(Socket& socket, PeerWatcher& peers, const HttpOptions& options, Shape shape)
      : socket_(socket), peers_(peers), options_(options), shape_(shape) {}

  Status send(int status, const Headers& headers, std::string_view body) override;
  Status start(int status, const Headers& headers) override;
  Status write(std::string_view bytes) override;
  Status finish() override;
  bool client_gone() override { return socket_.peer_gone(); }
  std::shared_ptr<void> when_gone(std::function<void()> on_gone) override;
  bool started() const { return started_; }
  bool finished() const { return finished_; }

 private:
  std::string head_of(int status, const Headers& headers) const;
  Socket& socket_;
  PeerWatcher& peers_;
  const HttpOptions& options_;
  Shape shape_;
  bool started_ = false, finished_ = false;
};

}  // namespace hanse::net
