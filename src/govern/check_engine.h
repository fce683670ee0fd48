// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/ids.h"
#include "catalog/snapshot.h"
#include "engine/engine.h"

namespace hanse::govern {

struct CheckOrder {
  std::shared_ptr<const catalog::CatalogSnapshot> catalog;  // whose tables are checked
  ProductId product;
  std::string trigger;         // for the ledger
  engine::CancelToken cancel;  // ends the statement that runs, and those to come
};

// What the checks of one product's published tables run on, as that product: it takes SELECTs
// alone, and each is governed and written down before it runs. A name without a schema is one of
// the product's own tables, as published, which it reads whole; `domain.table` is another
// product's, read by the agreements that this one has. Errors are in our words: none quotes a row.
// `execute` is refused. Thread-safe. The gate outlives it.
class CheckEngine : public engine::Engine {
 public:
  // Of an own table by its published name: kUnavailable with the reason when its rows cannot be
  // read, kNotFound when there is no such table.
  virtual Status readable(const std::string& table) const = 0;
  // Of another product's: kNotFound when this one may not know of it, kDenied with the policy's
  // reason when it may not read those columns. Refusals are written down.
  virtual Status may_read(const std::string& schema, const std::string& table,
                          const std::vector<std::string>& columns) = 0;
};

}  // namespace hanse::govern
