// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "strategy/domains/inventory.h"

namespace hanse::strategy {

constexpr uint64_t kInventoryTableBytesMax = 64u << 20;

struct LoadedInventory {
  std::optional<Inventory> inventory;  // none: the mesh has no inventory file
  std::vector<std::string> files;      // that were read, relative to the mesh folder
  Diagnostics diagnostics;             // sorted; with errors the inventory is partial
};

// The inventory of a mesh: its document of kind Inventory (`strategy/inventory.yaml` or `.json`)
// and the tables in `strategy/inventory/*.csv`, put together and checked. Tables without a document
// are HNS-G012: nobody says who stated them. Fails only when the folder cannot be read.
Result<LoadedInventory> load_inventory(const std::string& folder);

// Its findings among those of a mesh.
Status check_inventory_files(const std::string& folder, Diagnostics& diagnostics);

// What must hold between the entries: ids once (HNS-G013), references that lead somewhere (G014),
// a hierarchy without cycles (G015), statements about two things (G016), constraints that do not
// contradict each other (G017).
void check_inventory(const Inventory& inventory, Diagnostics& diagnostics);

}  // namespace hanse::strategy
