// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/beginners.h"

#include <algorithm>

namespace hanse::server::pgwire {

std::unique_ptr<Beginners::Place> Beginners::enter(net::Socket& socket) {
  auto place = std::make_unique<Place>(*this, socket);
  const std::lock_guard lock(mutex_);
  const auto after = std::ranges::find_if(
      here_, [&](const net::Socket* other) { return other->number() > socket.number(); });
  here_.insert(after, &socket);
  if (here_.size() > most_) {
    here_.front()->cut();  // its own thread sees the end, and leaves
    here_.pop_front();
  }
  return place;
}

void Beginners::leave(net::Socket& socket) {
  const std::lock_guard lock(mutex_);
  here_.remove(&socket);
}

}  // namespace hanse::server::pgwire
