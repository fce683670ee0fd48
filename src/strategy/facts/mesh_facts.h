// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "catalog/records.h"
#include "catalog/snapshot.h"
#include "contract/service_objectives.h"
#include "strategy/facts/usage_facts.h"

namespace hanse::strategy {

// What a mesh knows of itself, as one asker may know it: plain data that `app/mesh_facts.h` fills
// from catalog, journal, ledger and git, and that `metrics` and `doctor` compute from. What the
// asker may not discover is not in it. Times in microseconds since 1970 (UTC); 0: not yet.

struct TableFact {
  std::string name;  // domain.table as published: as UsageTable::name
  catalog::TableAddress address;
  std::string port, contract_id, contract_version, contract_status;
  size_t columns = 0, columns_described = 0;
  bool is_described = false;           // the table itself has a description
  size_t quality_rules = 0;            // that the contract states, of table and columns
  size_t promised_levels = 0;          // service levels that it states
  std::string last_verdict;            // passed | warning | failed | notRun; empty: never checked
  int64_t tested_us = 0;               // when the newest run of its checks ended
  bool is_published = false;           // has a snapshot, or is computed when it is read
  int64_t published_us = 0, rows = 0;  // of the snapshot; rows -1 for who may not read them all
  std::vector<std::string> reads;      // domain.table (or input contracts) it is computed from
};

struct ProductFact {
  ProductId id;
  TeamId owner;  // of its domain
  std::string version, status;
  bool is_described = false;  // purpose or usage is stated
  bool has_support = false;   // a channel of its own, its domain's or its team's
  std::vector<TableFact> tables;
  std::vector<ProductId> upstream, downstream;  // by agreements and lineage; visible ones
  bool has_build = false, build_succeeded = false;
  int64_t built_us = 0;
  std::vector<contract::Objective> objectives;
};

struct DomainFact {
  DomainId id;
  TeamId owner;
  std::string status, cost_center;  // its own, or its team's
  std::vector<std::string> people;  // user names of roles that hold today
  size_t roles = 0;                 // roles that are filled, by groups too
  std::vector<std::string> technologies;
};

struct GrantFact {
  catalog::GrantRecord grant;
  int64_t granted_us = 0;  // as the ledger has it: `grant.from_us` may be another day
  // When who got it had first been refused on the product, before it and since they were answered
  // there last; 0: they never were, or nobody can tell.
  int64_t asked_us = 0;
};

// One apply, also those that policy did not allow.
struct ApplyFact {
  int64_t at_us = 0;
  std::string principal, git_commit;  // 40 or 64 hex digits; empty: none known
  bool allowed = false;
  bool is_breaking = false;         // one of its changes breaks a reader
  std::vector<std::string> scopes;  // domains; "mesh"
  std::vector<ProductId> products;  // whose files or contracts it changed, as they are visible
  // Changes of the mesh's own scope (policies, register, glossary, …).
  size_t mesh_changes = 0;
};

// A commit of the repository around the mesh's folder, whether or not it touches it; newest first.
struct CommitFact {
  std::string id;                    // hex
  std::vector<std::string> parents;  // a merge has several, and then touches nothing by itself
  int64_t at_us = 0;                 // of the committer
  std::vector<ProductId> products;   // under whose folders it changes a file; visible ones
  std::vector<DomainId> domains;
  bool touches_mesh = false;  // files of the mesh's own scope
};

struct MeshFacts {
  std::string mesh;       // its name
  int64_t now_us = 0;     // when they were gathered
  bool is_whole = false;  // the operator's: nothing is left out
  // Everything that was applied; of products only those in `products` may be told of.
  std::shared_ptr<const catalog::CatalogSnapshot> catalog;
  std::map<ProductId, ProductFact> products;
  std::map<DomainId, DomainFact> domains;
  UsageFacts usage;
  std::vector<OutcomeFact> outcomes;               // oldest first
  std::vector<ApplyFact> applies;                  // oldest first
  std::vector<GrantFact> grants;                   // oldest first; ended ones too
  std::vector<catalog::IncidentRecord> incidents;  // newest first; of visible products
  std::vector<catalog::ExternalRunRecord> runs;    // the newest of each product
  std::vector<CommitFact> commits;
  // Why something of the above is not known, for people: "git: …". Empty: all of it is.
  std::vector<std::string> missing;
  int64_t ledger_from_us = 0;  // of the first entry; 0: the ledger is empty
  uint64_t ledger_entries = 0;        // this and the next: the operator's alone
  uint64_t unknown_statements = 0;  // whose tables stand in an entry that is not there any more
};

// Why grants of others are not known where `is_whole` is false.
constexpr const char* kGrantsNotTold =
    "only the operator may know who has grants: run it without `--as`";

// Leaves out what happened after that instant: statements, outcomes, applies, grants, incidents and
// their repair. Counts of statements are those of whole days, also of the day of the instant. Of
// commits nothing is left out: their time is another clock's, and applies bring them.
void forget_later(MeshFacts& facts, int64_t now_us);

// The fact of a product; null: there is none, or it may not be told of.
inline const ProductFact* product_of(const MeshFacts& facts, const ProductId& id) {
  const auto found = facts.products.find(id);
  return found == facts.products.end() ? nullptr : &found->second;
}
// Whether the consumer is the product itself, or of the team that owns it.
inline bool is_own_reader(const MeshFacts& facts, const UsageConsumer& consumer,
                          const ProductId& product) {
  if (consumer.is_product()) return consumer.product == product;
  const ProductFact* fact = product_of(facts, product);
  return fact != nullptr && !fact->owner.empty() && consumer.team == fact->owner;
}

}  // namespace hanse::strategy
