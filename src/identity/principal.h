// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/json.h"

namespace hanse::identity {

// Who asks: a person (or application) that signed in, a product that runs its transform or checks,
// or the operator of a development environment. Plain data; resolved anew for each statement.
struct Principal {
  enum class Kind { kUser, kProduct, kOperator };
  Kind kind = Kind::kUser;
  std::string id;                     // "analyst", "product:insights/punctuality", "operator"
  std::string name;
  std::vector<std::string> groups;    // sorted
  std::map<std::string, std::string> attributes;
  PurposeId default_purpose;
  std::vector<std::string> acting_for;  // the chain of those who really sit there, nearest first

  Json to_json() const;               // {"user","groups","attributes","kind"}
  std::string cache_key() const;      // equal exactly when every attribute is equal
};

Principal product_principal(const ProductId& product);

}  // namespace hanse::identity
