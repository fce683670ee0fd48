// SPDX-License-Identifier: Apache-2.0
#include "catalog/snapshot.h"

#include <unordered_set>

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

// The records of `list` that `other` does not have. Lists that follow each other differ in few.
template <typename T>
std::vector<const T*> only_in(const RecordList<T>& list, const RecordList<T>& other) {
  const size_t least = std::min(list.size(), other.size());
  size_t begin = 0, end = 0;
  while (begin < least && &list[begin] == &other[begin]) ++begin;
  while (begin + end < least && &list[list.size() - 1 - end] == &other[other.size() - 1 - end])
    ++end;
  std::unordered_set<const T*> known;
  for (size_t i = begin; i < other.size() - end; ++i) known.insert(&other[i]);
  std::vector<const T*> out;
  for (size_t i = begin; i < list.size() - end; ++i)
    if (!known.contains(&list[i])) out.push_back(&list[i]);
  return out;
}

bool is_valid(const GrantRecord& grant, int64_t now_us) {
  return grant.from_us <= now_us && (grant.until_us == 0 || now_us < grant.until_us) &&
         (grant.revoked_us == 0 || now_us < grant.revoked_us);
}

}  // namespace

const TableEntry* CatalogSnapshot::find_table(std::string_view schema,
                                              std::string_view name) const {
  const auto& by_name = tables_->places->by_name;
  const auto found = by_name.find(name_key(schema, name));
  return found == by_name.end() ? find_quarantine(schema, name) : &tables_->entries[found->second];
}

std::vector<const GrantRecord*> CatalogSnapshot::grants_for(
    const std::vector<std::string>& principals, const ProductId& product, int64_t now_us) const {
  std::vector<const GrantRecord*> out;
  for (const std::string& principal : principals) {
    const auto found = grants_->by_key.find(grant_key(principal, product));
    if (found == grants_->by_key.end()) continue;
    for (const size_t index : found->second)
      if (is_valid(grants_->records[index], now_us)) out.push_back(&grants_->records[index]);
  }
  return out;
}

int64_t CatalogSnapshot::next_grant_change(const ProductId& product, int64_t now_us) const {
  const auto found = grants_->changes.find(product.str());
  if (found == grants_->changes.end()) return 0;
  const auto next = std::ranges::upper_bound(found->second, now_us);
  return next == found->second.end() ? 0 : *next;
}

SnapshotBuilder::Tables SnapshotBuilder::named_tables(const spec::Model& model,
                                                      const std::vector<TableFacts>& of_tables) {
  Tables out;
  out.entries = tables_of(model);
  auto places = std::make_shared<CatalogSnapshot::Places>();
  std::map<TableAddress, const TableFacts*> facts;
  for (const TableFacts& of_table : of_tables) facts[of_table.table] = &of_table;
  for (size_t i = 0; i < out.entries.size(); ++i) {
    TableEntry& table = out.entries[i];
    if (const auto found = facts.find(table.address); found != facts.end()) {
      table.columns = found->second->columns;
      table.reads = found->second->reads;
    } else {
      // Its contract may be laxer than what it was computed from: nothing of it is readable.
      table.columns = {};
    }
    places->by_name[name_key(table.schema, table.name)] = i;
    places->by_address[table.address] = i;
  }
  for (size_t i = 0; i < out.entries.size(); ++i) {
    const TableEntry& table = out.entries[i];
    places->by_name.try_emplace(
        name_key(table.schema, fmt::format("{}_v{}", table.object->name, table.address.major)), i);
  }
  out.places = std::move(places);
  return out;
}

std::shared_ptr<const SnapshotBuilder::Tables> SnapshotBuilder::tables(const SnapshotParts& parts) {
  const CatalogSnapshot* before = parts.before.get();
  if (before != nullptr && before->snapshots_.is_same(parts.snapshots) &&
      before->check_runs_.is_same(parts.check_runs))
    return before->tables_;
  Tables out = before != nullptr ? Tables{before->tables_->entries, before->tables_->places, {}}
                                 : named_tables(*parts.model, parts.facts);
  const auto entry_of = [&](const TableAddress& address) {
    const auto found = out.places->by_address.find(address);
    return found == out.places->by_address.end() ? nullptr : &out.entries[found->second];
  };
  const auto snapshots = before != nullptr ? before->snapshots_ : RecordList<SnapshotRecord>();
  for (const SnapshotRecord* gone : only_in(snapshots, parts.snapshots))
    if (TableEntry* entry = entry_of(gone->table); entry != nullptr && entry->snapshot == gone)
      entry->snapshot = nullptr;
  for (const SnapshotRecord* fresh : only_in(parts.snapshots, snapshots))
    if (TableEntry* entry = entry_of(fresh->table); entry != nullptr && fresh->current)
      entry->snapshot = fresh;
  const auto checks = before != nullptr ? before->check_runs_ : RecordList<CheckRunRecord>();
  for (const CheckRunRecord* gone : only_in(checks, parts.check_runs))
    if (TableEntry* entry = entry_of(gone->table); entry != nullptr && entry->last_check == gone)
      entry->last_check = nullptr;
  for (const CheckRunRecord* fresh : only_in(parts.check_runs, checks))
    if (TableEntry* entry = entry_of(fresh->table)) entry->last_check = fresh;
  add_quarantines(out);
  return std::make_shared<const Tables>(std::move(out));
}

std::shared_ptr<const SnapshotBuilder::Grants> SnapshotBuilder::grants(const SnapshotParts& parts) {
  if (parts.before && parts.before->grants_->records.is_same(parts.grants))
    return parts.before->grants_;
  Grants out;
  out.records = parts.grants;
  for (size_t i = 0; i < out.records.size(); ++i) {
    const GrantRecord& grant = out.records[i];
    out.by_key[grant_key(grant.principal, grant.product)].push_back(i);
    for (const int64_t at : {grant.from_us, grant.until_us, grant.revoked_us})
      if (at != 0) out.changes[grant.product.str()].push_back(at);
  }
  for (auto& [product, changes] : out.changes) std::ranges::sort(changes);
  return std::make_shared<const Grants>(std::move(out));
}

std::shared_ptr<const CatalogSnapshot> SnapshotBuilder::build(SnapshotParts parts) {
  auto out = std::make_shared<CatalogSnapshot>();
  out->version_ = parts.version;
  out->tables_ = tables(parts);
  out->grants_ = grants(parts);
  out->model_ = std::move(parts.model);
  out->policies_ = std::move(parts.policies);
  out->scopes_ = std::move(parts.scopes);
  out->builds_ = std::move(parts.builds);
  out->check_runs_ = std::move(parts.check_runs);
  out->external_runs_ = std::move(parts.external_runs);
  out->snapshots_ = std::move(parts.snapshots);
  return out;
}

struct Catalog::Parts {
  EnvironmentId environment;
  std::mutex mutex;
  // Guarded by mutex:
  std::shared_ptr<const CatalogSnapshot> newest;
  std::string files_key;  // of the scopes that model and policies come from

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
