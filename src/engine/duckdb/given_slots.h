// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <duckdb.h>

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "base/result.h"
#include "engine/given_rows.h"

namespace hanse::engine {

// What the statement that runs on a connection was given, by the connection: so that no statement
// reaches another's rows, whatever its text says. Thread-safe.
class GivenSlots : public std::enable_shared_from_this<GivenSlots> {
 public:
  // They are there while it lives; of one connection one at a time.
  class Lease {
   public:
    Lease() = default;
    Lease(std::shared_ptr<GivenSlots> slots, idx_t connection)
        : slots_(std::move(slots)), connection_(connection) {}
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&& other) noexcept {
      std::swap(slots_, other.slots_);
      std::swap(connection_, other.connection_);
      return *this;
    }
    ~Lease() {
      if (slots_ != nullptr) slots_->remove(connection_);
    }

   private:
    std::shared_ptr<GivenSlots> slots_;
    idx_t connection_ = 0;
  };

  Lease put(duckdb_connection connection, GivenList rows);
  // Null when it was given none of that number.
  std::shared_ptr<const GivenRows> find(idx_t connection, int64_t index) const;

 private:
  void remove(idx_t connection);

  mutable std::mutex mutex_;
  std::map<idx_t, GivenList> by_connection_;  // guarded by mutex_
};

// The function kGivenFunction of statements on the database, which runs them on so many threads.
// `slots` outlives it.
Status register_given_rows(duckdb_database database, duckdb_connection connection, int threads,
                           const std::shared_ptr<GivenSlots>& slots);

// Tells lists apart whose statements are planned differently.
std::string kinds_of(const GivenList& rows);

}  // namespace hanse::engine
