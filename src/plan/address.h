// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace hanse::plan {

// What the address of a change names, by the places of its words: a name further back that reads
// like a key ("… quality no column secret") names nothing. Empty where the address has no such
// part.
struct Subject {
  std::string contract, product;
  std::string port, table;
  std::string column;  // of the table; the column whose field "address.street" is
};

// "contract shop-orders table orders column address.street", "product shop/orders port out 1.0.0".
// Pure.
Subject subject_of(const std::string& address);

}  // namespace hanse::plan
