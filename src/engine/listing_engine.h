// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"

namespace hanse::engine {

// Small tables that describe what one asker may see, no product's data: made once, then SELECTs.
class ListingEngine : public Engine {
 public:
  // What a statement would give and take; its `plan` is null. An error of `run` otherwise.
  virtual Result<Binding> describe(const std::string& sql) = 0;
};
struct ListingOptions {
  std::vector<std::string> statements;  // that make the tables, in order
  int64_t memory_bytes = 0;
};

// No file is in its reach.
Result<std::shared_ptr<ListingEngine>> make_listing_engine(const ListingOptions& options);

}  // namespace hanse::engine
