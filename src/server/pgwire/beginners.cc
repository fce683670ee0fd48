// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/beginners.h"

namespace hanse::server::pgwire {

std::unique_ptr<Beginners::Place> Beginners::enter(net::Socket& socket) {
  auto place = std::make_unique<Place>(*this, socket);
  const std::lock_guard lock(mutex_);
  if (here_.size() >= most_) {
    here_.front()->cut();  // its own thread sees the end, and leaves
    here_.pop_front();
  }
  here_.push_back(&socket);
  return place;
}

void Beginners::leave(net::Socket& socket) {
  const std::lock_guard lock(mutex_);
  here_.remove(&socket);
}

}  // namespace hanse::server::pgwire
