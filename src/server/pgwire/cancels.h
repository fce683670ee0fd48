// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "app/app.h"

namespace hanse::server::pgwire {

// What runs on each connection, for cancel requests: those come in on connections of their own, and
// name a process and a secret that only the client was told. Thread-safe.
class Cancels {
 public:
  struct Key {
    int32_t process = 0, secret = 0;
  };
  // While it lives the connection can be named.
  class Place {
   public:
    Place(Cancels& owner, Key key) : owner_(owner), key_(key) {}
    ~Place() { owner_.leave(key_.process); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    Key key() const { return key_; }
    void runs(std::optional<engine::CancelToken> token) {
      owner_.set(key_.process, std::move(token));
    }

   private:
    Cancels& owner_;
    Key key_;
  };

  std::unique_ptr<Place> enter();
  // Nothing, told or not, when there is no such connection, it does nothing, or the secret differs.
  void cancel(Key key);

 private:
  struct Entry {
    int32_t secret = 0;
    std::optional<engine::CancelToken> token;
  };
  void leave(int32_t process);
  void set(int32_t process, std::optional<engine::CancelToken> token);
  std::mutex mutex_;
  std::map<int32_t, Entry> entries_;  // guarded by mutex_
  int32_t last_ = 0;                  // guarded by mutex_
};

}  // namespace hanse::server::pgwire
