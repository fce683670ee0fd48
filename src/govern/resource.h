// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>

#include "policy/document.h"

namespace hanse::govern {

// What policies see of one table under one revision and until an instant, and which entry of the
// ledger has it: those after it name that one. Thread-safe.
class Resource {
 public:
  Resource(Json value, int64_t valid_until_us)
      : document_(std::move(value)), valid_until_us_(valid_until_us) {}

  const policy::Document& document() const { return document_; }
  // When time alone makes it another one, as data becomes stale; 0: as long as the revision stands.
  int64_t valid_until_us() const { return valid_until_us_; }
  // The decision whose entry was written with the document; empty: none yet.
  std::string recorded_in() const {
    const std::lock_guard lock(mutex_);
    return recorded_in_;
  }
  // Only once the ledger has taken the entry: what names it then comes after it.
  void note_recorded(const std::string& decision_id) const {
    const std::lock_guard lock(mutex_);
    if (recorded_in_.empty()) recorded_in_ = decision_id;
  }

 private:
  const policy::Document document_;
  const int64_t valid_until_us_;
  mutable std::mutex mutex_;
  mutable std::string recorded_in_;  // guarded by mutex_
};

}  // namespace hanse::govern
