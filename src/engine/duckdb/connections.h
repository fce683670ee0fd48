// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "engine/duckdb/handles.h"
#include "engine/duckdb/instance.h"

namespace hanse::engine {

// Connections that are lent out and come back: for the parser and the binder, whose statements are
// complete when a call returns. Thread-safe; leases must end before it does.
class Connections {
 public:
  // Statements that each new connection runs first.
  explicit Connections(std::shared_ptr<Instance> instance, std::vector<std::string> first = {})
      : instance_(std::move(instance)), first_(std::move(first)) {}

  class Lease {
   public:
    Lease(Connections& owner, Connection connection)
        : owner_(&owner), connection_(std::move(connection)) {}
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (!connection_) return;
      std::lock_guard lock(owner_->mutex_);
      if (owner_->idle_.size() < kIdleMax) owner_->idle_.push_back(std::move(connection_));
    }
    duckdb_connection get() const { return connection_.get(); }

   private:
    Connections* owner_;
    Connection connection_;
  };

  Result<Lease> lease() {
    {
      std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        Lease out(*this, std::move(idle_.back()));
        idle_.pop_back();
        return out;
      }
    }
    HANSE_TRY(Connection connection, instance_->connect());
    for (const std::string& statement : first_)
      HANSE_TRY_STATUS(run_text(connection.get(), statement));
    return Lease(*this, std::move(connection));
  }

 private:
  static constexpr size_t kIdleMax = 16;
  const std::shared_ptr<Instance> instance_;
  const std::vector<std::string> first_;
  std::mutex mutex_;
  std::vector<Connection> idle_;  // guarded by mutex_
};

}  // namespace hanse::engine
