// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
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

  struct Kept {
    Connection connection;
    std::map<std::string, Prepared, std::less<>> statements;  // released before their connection
  };

  class Lease {
   public:
    Lease(Connections& owner, Kept kept) : owner_(&owner), kept_(std::move(kept)) {}
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (!kept_.connection) return;
      std::lock_guard lock(owner_->mutex_);
      if (owner_->idle_.size() < kIdleMax) owner_->idle_.push_back(std::move(kept_));
    }
    duckdb_connection get() const { return kept_.connection.get(); }

    // As the function of that name, for the few statements that are asked again and again: to
    // prepare one takes five times as long as to run it. One that failed is not kept.
    Result<std::string> text_of(std::string_view sql, std::string_view argument) {
      auto known = kept_.statements.find(sql);
      if (known == kept_.statements.end()) {
        HANSE_TRY(Prepared prepared, prepare(get(), std::string(sql)));
        known = kept_.statements.emplace(sql, std::move(prepared)).first;
      }
      auto text = engine::text_of(known->second.get(), argument);
      if (text)
        duckdb_clear_bindings(known->second.get());  // a text may be long
      else
        kept_.statements.erase(known);
      return text;
    }

   private:
    Connections* owner_;
    Kept kept_;
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
    return Lease(*this, {std::move(connection), {}});
  }

 private:
  static constexpr size_t kIdleMax = 16;
  const std::shared_ptr<Instance> instance_;
  const std::vector<std::string> first_;
  std::mutex mutex_;
  std::vector<Kept> idle_;  // guarded by mutex_
};

}  // namespace hanse::engine
