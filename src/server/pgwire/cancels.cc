// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/cancels.h"

#include "base/digest.h"

namespace hanse::server::pgwire {

std::unique_ptr<Cancels::Place> Cancels::enter() {
  const auto secret = static_cast<int32_t>(std::stoul(random_hex(4), nullptr, 16));
  const std::lock_guard lock(mutex_);
  do {
    last_ = last_ == INT32_MAX ? 1 : last_ + 1;
  } while (entries_.contains(last_));
  entries_[last_] = {secret, std::nullopt};
  return std::make_unique<Place>(*this, Key{last_, secret});
}

void Cancels::leave(int32_t process) {
  const std::lock_guard lock(mutex_);
  entries_.erase(process);
}

void Cancels::set(int32_t process, std::optional<engine::CancelToken> token) {
  const std::lock_guard lock(mutex_);
  entries_[process].token = std::move(token);
}

void Cancels::cancel(Key key) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(key.process);
  if (found == entries_.end() || found->second.secret != key.secret) return;
  if (found->second.token) found->second.token->cancel();
}

}  // namespace hanse::server::pgwire
