// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalog/journal.h"
#include "catalog/records.h"
#include "catalog/store.h"
#include "policy/policy_set.h"
#include "spec/model.h"

namespace hanse::catalog {

// The columns of a table; copies share them. Immutable.
class ColumnList {
 public:
  ColumnList() = default;
  ColumnList(std::vector<ColumnFacts> columns)  // NOLINT: a list is as good as its vector
      : list_(std::make_shared<const std::vector<ColumnFacts>>(std::move(columns))) {}
  auto begin() const { return all().begin(); }
  auto end() const { return all().end(); }
  size_t size() const { return all().size(); }
  bool empty() const { return all().empty(); }
  const ColumnFacts& operator[](size_t index) const { return all()[index]; }

 private:
  const std::vector<ColumnFacts>& all() const {
    static const std::vector<ColumnFacts> none;
    return list_ ? *list_ : none;
  }
  std::shared_ptr<const std::vector<ColumnFacts>> list_;
};

// One table of an output port as the gate sees it. Immutable.
struct TableEntry {
  TableAddress address;
  std::string schema, name;           // as published: `departures_v1`
  const spec::DataProduct* product = nullptr;    // live as long as the CatalogSnapshot
  const spec::OutputPort* port = nullptr;
  const spec::DataContract* contract = nullptr;
  const spec::SchemaObject* object = nullptr;
  const spec::Transform* transform = nullptr;    // null: identity of an input port
  spec::Materialization materialization = spec::Materialization::kTable;
  ColumnList columns;                 // contract order
  std::vector<std::string> reads;
  const SnapshotRecord* snapshot = nullptr;      // null: nothing built yet, or a view
  const CheckRunRecord* last_check = nullptr;    // without outcomes; null: never checked
  // The rows that a build kept apart: nobody reads them but the people of the product's owner.
  bool is_quarantine = false;
  // Computed when it is read.
  bool is_view() const {
    return materialization == spec::Materialization::kView && transform != nullptr;
  }
};

// Everything a statement decides on, at one moment. Immutable; shared by running statements.
class CatalogSnapshot {
 public:
  int64_t version() const { return version_; }
  const spec::Model& model() const { return *model_; }
  std::shared_ptr<const spec::Model> model_ptr() const { return model_; }
  // May be null when nothing was applied: then all is denied.
  const policy::PolicySet* policies() const { return policies_.get(); }
  std::shared_ptr<const policy::PolicySet> policies_ptr() const { return policies_; }
  const RecordList<SnapshotRecord>& snapshots() const { return snapshots_; }
  const RecordList<GrantRecord>& grants() const { return grants_->records; }
  // By published or plain name (which follows the product's default major), without regard to case.
  // With `__quarantine` behind it: the rows of that table that were kept apart, which no list has.
  const TableEntry* find_table(std::string_view schema, std::string_view name) const;
  const std::vector<TableEntry>& tables() const { return tables_->entries; }  // by schema, name
  const std::vector<ScopeRecord>& scopes() const { return scopes_; }
  const RecordList<BuildRecord>& builds() const { return builds_; }  // by product
  // The newest of each table, without outcomes.
  const RecordList<CheckRunRecord>& check_runs() const { return check_runs_; }
  // The newest of each product, by product.
  const RecordList<ExternalRunRecord>& external_runs() const { return external_runs_; }
  // Grants that could concern the principal's ids (user, groups, product) on this product, valid at
  // `now_us`: by index, so its cost does not grow with the number of grants.
  std::vector<const GrantRecord*> grants_for(const std::vector<std::string>& principals,
                                             const ProductId& product, int64_t now_us) const;
  // The next instant at which a grant on that product begins or ends after `now_us`; 0: none.
  // By index as well.
  int64_t next_grant_change(const ProductId& product, int64_t now_us) const;

 private:
  friend class SnapshotBuilder;
  const TableEntry* find_quarantine(std::string_view schema, std::string_view name) const;
  int64_t version_ = 0;
  std::shared_ptr<const spec::Model> model_;
  std::shared_ptr<const policy::PolicySet> policies_;
  std::vector<ScopeRecord> scopes_;
  RecordList<BuildRecord> builds_;
  RecordList<CheckRunRecord> check_runs_;
  RecordList<ExternalRunRecord> external_runs_;
  RecordList<SnapshotRecord> snapshots_;
  struct Places {                     // in `entries`
    std::unordered_map<std::string, size_t> by_name;
    std::map<TableAddress, size_t> by_address;
  };
  struct Quarantined;
  struct Tables {
    std::vector<TableEntry> entries;
    std::shared_ptr<const Places> places;  // never null
    // By the table that they were to be in.
    std::map<TableAddress, std::shared_ptr<const Quarantined>> quarantines;
  };
  struct Grants {
    RecordList<GrantRecord> records;
    std::unordered_map<std::string, std::vector<size_t>> by_key;
    // The instants at which a grant on a product begins or ends, in order.
    std::unordered_map<std::string, std::vector<int64_t>> changes;
  };
  // Never null; shared with the snapshots before and after in which they are the same.
  std::shared_ptr<const Tables> tables_;
  std::shared_ptr<const Grants> grants_;
};

// Publishes snapshots of a store. `current` is thread-safe, asks the store's version each time and
// reloads when it moved; it fails (and the caller denies) when the store cannot tell.
class Catalog {
 public:
  Catalog(std::shared_ptr<Store> store, EnvironmentId environment);
  ~Catalog();
  Result<std::shared_ptr<const CatalogSnapshot>> current();
  Store& store() { return *store_; }

 private:
  struct Parts;
  std::shared_ptr<Store> store_;
  std::unique_ptr<Parts> parts_;
};

// Published tables of a model without any state: what plan compares and what a first apply sees.
std::vector<TableEntry> tables_of(const spec::Model& model);

}  // namespace hanse::catalog
