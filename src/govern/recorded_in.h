// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <string>

namespace hanse::govern {

// Which entry of the ledger holds a document that many decisions rest on: those after it name that
// one instead of repeating it. Copies are of the same document. Thread-safe.
class RecordedIn {
 public:
  // The decision whose entry was written with the document; empty: none yet.
  std::string get() const {
    const std::lock_guard lock(at_->mutex);
    return at_->decision;
  }
  // Only once the ledger has taken the entry: what names it then comes after it.
  void note(const std::string& decision_id) const {
    const std::lock_guard lock(at_->mutex);
    if (at_->decision.empty()) at_->decision = decision_id;
  }

 private:
  struct At {
    std::mutex mutex;
    std::string decision;  // guarded by mutex
  };
  std::shared_ptr<At> at_ = std::make_shared<At>();  // never null
};

}  // namespace hanse::govern
