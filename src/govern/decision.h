// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "catalog/snapshot.h"
#include "govern/resource.h"
#include "govern/revision_cache.h"
#include "govern/session.h"
#include "policy/documents.h"
#include "policy/known.h"

namespace hanse::govern {

// What policy says of one table for one session. Plain data, cacheable by what it read.
constexpr size_t kDecisionsKept = 500;  // each holds its input, tens of kB

struct Question {                     // input = members, and below `resource` what is asked about
  Json members;
  std::shared_ptr<const Resource> resource;  // null where there are no policies
  RecordedIn recorded;                // the members: a kept answer is of one question
};
struct TableVisibility {              // first question: is it there, and which columns
  bool discover = false;
  std::vector<std::string> columns;   // contract order; empty: not readable
  std::vector<policy::Reason> reasons;  // of a denial: empty when all columns may be read
  Question question;                  // what was asked, for the ledger
  bool reads_time = false;            // a rule read the time: it may be otherwise in a moment
  int64_t valid_until_us = 0;         // 0: until a revision moves
};
struct TableDecision {                // second question: these columns, for this purpose
  bool allow = false;
  std::vector<std::string> columns;   // asked for
  std::vector<policy::RowFilter> filters;            // all must hold
  std::vector<std::vector<policy::ColumnMask>> masks;  // by asked column: applied first to last
  std::vector<policy::Reason> reasons;               // of a denial; an allowed one has none
  std::vector<policy::Reason> warnings;              // what is told with the rows
  Question question;
  bool reads_time = false;
  int64_t valid_until_us = 0;         // 0: until a revision moves
};

// What policies say that is the same for all questions of one session about one table; see
// policy::Known. Null where a scope has no policies.
struct KnownToPolicies {
  std::shared_ptr<const policy::Known> global, local;
};

struct DecisionCache {                // of all sessions; thread-safe
  RevisionCache<TableVisibility> visibilities{kDecisionsKept};
  RevisionCache<TableDecision> decisions{kDecisionsKept};
  RevisionCache<Resource> resources{kDecisionsKept};  // by table: the same for everyone
  RevisionCache<KnownToPolicies> known{kDecisionsKept};
};

// Asks global and local policies and composes: allow AND, denials OR, filters AND, masks
// local(global(x)). No policies, no rule, an error, a time-out: nothing is visible, nothing
// allowed. Thread-safe.
class Decider {
 public:
  // Keeps what holds until a revision moves or an instant comes, unless a rule read the time. Null:
  // every question is asked anew.
  explicit Decider(DecisionCache* cache) : cache_(cache) {}

  Result<std::shared_ptr<const TableVisibility>> visibility(
      const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
      const Session& session, int64_t now_us) const;
  Result<std::shared_ptr<const TableDecision>> decide(const catalog::CatalogSnapshot& catalog,
                                                      const catalog::TableEntry& table,
                                                      const std::vector<std::string>& columns,
                                                      const Session& session,
                                                      int64_t now_us) const;

 private:
  std::shared_ptr<const Resource> resource(const catalog::CatalogSnapshot& catalog,
                                           const catalog::TableEntry& table,
                                           int64_t now_us) const;
  std::shared_ptr<const KnownToPolicies> known(const catalog::CatalogSnapshot& catalog,
                                               const catalog::TableEntry& table,
                                               const Resource& resource, const Session& session,
                                               const std::string& key, int64_t now_us) const;

  DecisionCache* cache_;
};

}  // namespace hanse::govern
