// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "spec/decoder.h"
#include "spec/model.h"
#include "strategy/domains/csv_table.h"
#include "strategy/domains/inventory.h"

namespace hanse::strategy {

// The document of kind Inventory (`strategy/inventory.yaml`): what does not fit is reported with
// its place. False when it is another kind.
bool decode_inventory(spec::Decoder& decoder, const spec::Node& root, Inventory& inventory);

// The same for `hanse validate`, which looks at the tables beside it on its own.
void check_inventory_document(spec::Decoder& decoder, const spec::Node& root, const spec::Model&);

// The tables beside it, `strategy/inventory/<name>.csv`, one row a table: its columns are the
// fields of the same list in YAML.
struct InventoryTable {
  std::string_view file;  // "capabilities.csv"
  CsvShape shape;
  // Appends the rows of a list node.
  void (*add)(spec::Decoder& decoder, const spec::Node& rows, Inventory& inventory);
};
std::span<const InventoryTable> inventory_tables();

}  // namespace hanse::strategy
