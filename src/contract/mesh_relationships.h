// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "catalog/snapshot.h"
#include "contract/check.h"
#include "contract/run_checks.h"
#include "govern/check_engine.h"

namespace hanse::contract {

// Where relationships of a product's tables lead in a mesh: to tables of its own, and to those of
// other products that its agreements let it read. One a run; not thread-safe. Borrows the catalog
// and the engine.
class MeshRelationships {
 public:
  MeshRelationships(const catalog::CatalogSnapshot& catalog, const ProductId& product,
                    govern::CheckEngine& engine)
      : catalog_(catalog), product_(product), engine_(engine) {}

  // Gives each kOrphans check its table in the mesh, or says why it cannot be run.
  void resolve(const catalog::TableEntry& from, std::vector<Check>& checks);
  // Checks of columns that share a concept of the glossary with the key of another product's table:
  // their values are keys there. What the product may not know of adds none.
  void add_concepts(const catalog::TableEntry& from, const TableUnderTest& table,
                    std::vector<Check>& checks);
  // The tables of others that the checks lead to; live as long as this.
  std::vector<NamedTable> others() const;

 private:
  struct Other {
    const catalog::TableEntry* entry = nullptr;
    std::unique_ptr<TableUnderTest> table;
  };
  const spec::DataContract* contract_of(const catalog::TableEntry& from,
                                        const std::string& written) const;
  const catalog::TableEntry* entry_of(const spec::DataContract& contract,
                                      const std::string& table) const;
  Status lead_to(const catalog::TableEntry& target, Check& check);

  const catalog::CatalogSnapshot& catalog_;
  const ProductId& product_;
  govern::CheckEngine& engine_;
  std::vector<Other> others_;
};

}  // namespace hanse::contract
