// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

namespace hanse {

// A value that must not be printed, logged or serialised: it has no str(), no formatter, no ==.
// The only way in is `reveal`, which a reviewer can search for.
template <typename T>
class Secret {
 public:
  Secret() = default;
  explicit Secret(T value) : value_(std::move(value)) {}
  const T& reveal() const { return value_; }

 private:
  T value_;
};

}  // namespace hanse
