// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "catalog/snapshot.h"
#include "catalog/snapshot_builder.h"
#include "spec/quarantine.h"

namespace hanse::catalog {

struct CatalogSnapshot::Quarantined {
  SnapshotRecord record;
  TableEntry entry;
};

namespace {

// As build writes them (contract/row_rules.h): values are text, whatever they were to be. The whole
// record of a source may hold what no column of the table has, so it counts as the strictest.
std::vector<ColumnFacts> columns_of(const TableEntry& table) {
  using spec::Classification;
  std::vector<ColumnFacts> out = {{"hanse_reason", "VARCHAR", Classification::kInternal, {}, {}},
                                  {"hanse_source", "VARCHAR", Classification::kInternal, {}, {}},
                                  {"hanse_row", "BIGINT", Classification::kInternal, {}, {}},
                                  {"hanse_record", "VARCHAR", Classification::kRestricted, {}, {}}};
  for (const ColumnFacts& column : table.columns) {
    out.push_back(column);
    out.back().type = "VARCHAR";
  }
  return out;
}

}  // namespace

void SnapshotBuilder::add_quarantines(Tables& tables) {
  for (const TableEntry& table : tables.entries) {
    if (table.is_view() || table.snapshot == nullptr || table.snapshot->quarantine_files.empty() ||
        !spec::quarantine_of(*table.contract))
      continue;
    auto made = std::make_shared<CatalogSnapshot::Quarantined>();
    made->record = *table.snapshot;
    made->record.id = SnapshotId(table.snapshot->id.str() + "q");
    made->record.files = table.snapshot->quarantine_files;
    made->record.marks = table.snapshot->quarantine_marks;
    made->record.rows = table.snapshot->quarantined;
    made->entry = table;
    made->entry.name += spec::kQuarantineSuffix;
    made->entry.address.table += spec::kQuarantineSuffix;
    made->entry.columns = columns_of(table);
    made->entry.snapshot = &made->record;
    made->entry.last_check = nullptr;
    made->entry.is_quarantine = true;
    tables.quarantines[table.address] = std::move(made);
  }
}

const TableEntry* CatalogSnapshot::find_quarantine(std::string_view schema,
                                                   std::string_view name) const {
  if (name.size() <= spec::kQuarantineSuffix.size()) return nullptr;
  const size_t stem = name.size() - spec::kQuarantineSuffix.size();
  if (!equal_ignoring_case(name.substr(stem), spec::kQuarantineSuffix)) return nullptr;
  const TableEntry* table = find_table(schema, name.substr(0, stem));
  if (table == nullptr) return nullptr;
  const auto found = tables_->quarantines.find(table->address);
  return found == tables_->quarantines.end() ? nullptr : &found->second->entry;
}

}  // namespace hanse::catalog
