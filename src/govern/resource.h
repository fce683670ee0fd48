// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "govern/recorded_in.h"
#include "policy/document.h"

namespace hanse::govern {

// What policies see of one table under one revision and until an instant. Thread-safe.
class Resource {
 public:
  Resource(Json value, int64_t valid_until_us)
      : document_(std::move(value)), valid_until_us_(valid_until_us) {}

  const policy::Document& document() const { return document_; }
  // When time alone makes it another one, as data becomes stale; 0: as long as the revision stands.
  int64_t valid_until_us() const { return valid_until_us_; }
  const RecordedIn& recorded() const { return recorded_; }

 private:
  const policy::Document document_;
  const int64_t valid_until_us_;
  const RecordedIn recorded_;
};

}  // namespace hanse::govern
