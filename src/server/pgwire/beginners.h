// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <memory>
#include <mutex>

#include "net/socket.h"

namespace hanse::server::pgwire {

// Connections that are not signed in: anybody may open any number of them and say nothing. When
// there are too many the one that is here longest is cut, so that who comes and does sign in always
// finds a place. Thread-safe.
class Beginners {
 public:
  explicit Beginners(size_t most) : most_(most) {}

  class Place {
   public:
    Place(Beginners& owner, net::Socket& socket) : owner_(owner), socket_(socket) {}
    ~Place() { owner_.leave(socket_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    Beginners& owner_;
    net::Socket& socket_;
  };
  // `socket` outlives its place.
  std::unique_ptr<Place> enter(net::Socket& socket);

 private:
  void leave(net::Socket& socket);
  const size_t most_;
  std::mutex mutex_;
  // In the order in which they were taken; their threads start in any. Guarded by mutex_.
  std::list<net::Socket*> here_;
};

}  // namespace hanse::server::pgwire
