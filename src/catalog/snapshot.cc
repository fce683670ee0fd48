// SPDX-License-Identifier: Apache-2.0
#include "catalog/snapshot.h"

#include <set>

#include "base/digest.h"
#include "base/utf8.h"
#include "catalog/model_policies.h"
#include "catalog/snapshot_builder.h"

namespace hanse::catalog {
namespace {

constexpr int kLoadAttempts = 5;

std::string name_key(std::string_view schema, std::string_view name) {
  return ascii_lower(schema) + "." + ascii_lower(name);
}

std::string grant_key(const std::string& principal, const ProductId& product) {
  return principal + '\n' + product.str();
}

bool is_valid(const GrantRecord& grant, int64_t now_us) {
  return grant.from_us <= now_us && (grant.until_us == 0 || now_us < grant.until_us) &&
         (grant.revoked_us == 0 || now_us < grant.revoked_us);
}

}  // namespace

const TableEntry* CatalogSnapshot::find_table(std::string_view schema,
                                              std::string_view name) const {
  const auto found = by_name_.find(name_key(schema, name));
  return found == by_name_.end() ? find_quarantine(schema, name) : &tables_[found->second];
}

std::vector<const GrantRecord*> CatalogSnapshot::grants_for(
    const std::vector<std::string>& principals, const ProductId& product, int64_t now_us) const {
  std::vector<const GrantRecord*> out;
  for (const std::string& principal : principals) {
    const auto found = grants_by_key_.find(grant_key(principal, product));
    if (found == grants_by_key_.end()) continue;
    for (const size_t index : found->second)
      if (is_valid(grants_[index], now_us)) out.push_back(&grants_[index]);
  }
  return out;
}

int64_t CatalogSnapshot::next_grant_change(const ProductId& product, int64_t now_us) const {
  const auto found = grant_changes_.find(product.str());
  if (found == grant_changes_.end()) return 0;
  const auto next = std::ranges::upper_bound(found->second, now_us);
  return next == found->second.end() ? 0 : *next;
}

void SnapshotBuilder::name_tables(CatalogSnapshot& out, const std::vector<TableFacts>& of_tables) {
  out.tables_ = tables_of(*out.model_);
  std::map<TableAddress, const TableFacts*> facts;
  for (const TableFacts& of_table : of_tables) facts[of_table.table] = &of_table;
  for (size_t i = 0; i < out.tables_.size(); ++i) {
    TableEntry& table = out.tables_[i];
    if (const auto found = facts.find(table.address); found != facts.end()) {
      table.columns = found->second->columns;
      table.reads = found->second->reads;
    } else {
      // Its contract may be laxer than what it was computed from: nothing of it is readable.
      table.columns = {};
    }
    out.by_name_[name_key(table.schema, table.name)] = i;
  }
  for (size_t i = 0; i < out.tables_.size(); ++i) {
    const TableEntry& table = out.tables_[i];
    out.by_name_.try_emplace(
        name_key(table.schema, fmt::format("{}_v{}", table.object->name, table.address.major)), i);
  }
}

std::shared_ptr<const CatalogSnapshot> SnapshotBuilder::build(SnapshotParts parts) {
  auto out = std::make_shared<CatalogSnapshot>();
  out->version_ = parts.version;
  out->model_ = std::move(parts.model);
  out->policies_ = std::move(parts.policies);
  out->scopes_ = std::move(parts.scopes);
  out->builds_ = std::move(parts.builds);
  std::ranges::sort(out->builds_, {}, &BuildRecord::product);
  out->check_runs_ = std::move(parts.check_runs);
  out->external_runs_ = std::move(parts.external_runs);
  std::ranges::sort(out->external_runs_, {}, &ExternalRunRecord::product);
  out->snapshots_ = std::move(parts.snapshots);
  out->grants_ = std::move(parts.grants);
  if (parts.before) {
    out->tables_ = parts.before->tables_;
    out->by_name_ = parts.before->by_name_;
  } else {
    name_tables(*out, parts.facts);
  }
  std::map<TableAddress, const SnapshotRecord*> current;
  for (const SnapshotRecord& record : out->snapshots_)
    if (record.current) current[record.table] = &record;
  std::map<TableAddress, const CheckRunRecord*> checked;
  for (const CheckRunRecord& run : out->check_runs_) checked[run.table] = &run;
  for (TableEntry& table : out->tables_) {
    const auto found = current.find(table.address);
    table.snapshot = found == current.end() ? nullptr : found->second;
    const auto run = checked.find(table.address);
    table.last_check = run == checked.end() ? nullptr : run->second;
  }
  add_quarantines(*out);
  for (size_t i = 0; i < out->grants_.size(); ++i) {
    const GrantRecord& grant = out->grants_[i];
    out->grants_by_key_[grant_key(grant.principal, grant.product)].push_back(i);
    for (const int64_t at : {grant.from_us, grant.until_us, grant.revoked_us})
      if (at != 0) out->grant_changes_[grant.product.str()].push_back(at);
  }
  for (auto& [product, changes] : out->grant_changes_) std::ranges::sort(changes);
  return out;
}

struct Catalog::Parts {
  EnvironmentId environment;
  std::mutex mutex;
  // Guarded by mutex:
  std::shared_ptr<const CatalogSnapshot> newest;
  std::string files_key;              // of the scopes that model and policies come from

  Result<SnapshotParts> load(Store& store) const;
};

namespace {

std::string key_of(const std::vector<ScopeRecord>& scopes) {
  std::string key;
  for (const ScopeRecord& scope : scopes)
    key += fmt::format("{}\n{}\n{}\n", scope.scope.value, scope.revision, scope.digest);
  return key;
}

}  // namespace

Catalog::Catalog(std::shared_ptr<Store> store, EnvironmentId environment)
    : store_(std::move(store)), parts_(std::make_unique<Parts>()) {
  parts_->environment = std::move(environment);
}
Catalog::~Catalog() = default;

Result<std::shared_ptr<const CatalogSnapshot>> Catalog::current() {
  const std::lock_guard lock(parts_->mutex);
  // Another process may commit while this reads: then what was read is of two moments, and is read
  // again.
  for (int attempt = 0; attempt < kLoadAttempts; ++attempt) {
    HANSE_TRY(const int64_t version, store_->version());
    if (parts_->newest && parts_->newest->version() == version) return parts_->newest;
    HANSE_TRY(SnapshotParts next, parts_->load(*store_));
    HANSE_TRY(const int64_t after, store_->version());
    if (after != version) continue;
    next.version = version;
    parts_->files_key = key_of(next.scopes);
    parts_->newest = SnapshotBuilder::build(std::move(next));
    return parts_->newest;
  }
  return fail(ErrorCode::kUnavailable, "the state changes faster than it can be read", "try again");
}

Result<SnapshotParts> Catalog::Parts::load(Store& store) const {
  SnapshotParts next;
  HANSE_TRY(next.scopes, store.scopes());
  HANSE_TRY(next.snapshots, store.snapshots());
  HANSE_TRY(next.builds, store.builds());
  HANSE_TRY(next.check_runs, store.journal().last_check_runs());
  HANSE_TRY(next.external_runs, store.journal().last_external_runs());
  HANSE_TRY(next.grants, store.grants());
  if (newest && key_of(next.scopes) == files_key) {
    next.model = newest->model_ptr();
    next.policies = newest->policies_ptr();
    next.before = newest;
    return next;
  }
  HANSE_TRY(next.facts, store.facts());
  HANSE_TRY(const auto files, store.files());
  HANSE_TRY(next.model, spec::decode_stored(files, environment));
  next.policies = load_model_policies(*next.model);
  return next;
}

}  // namespace hanse::catalog
