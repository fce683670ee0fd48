// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "catalog/record_list.h"
#include "catalog/records.h"

namespace hanse::catalog {

// One run of the checks of a table. Holds no value of any row: who reads it need not be allowed to
// read the table.
struct CheckRunRecord {
  std::string id;                     // of time: later ones are greater
  TableAddress table;
  std::string contract_version, snapshot_id;
  std::string trigger;                // schedule | refresh | demand | report
  int64_t started_us = 0, finished_us = 0;
  std::string verdict;                // passed | warning | failed | notRun: the worst of its checks
  int64_t rows = 0, passed = 0, warnings = 0, failed = 0, not_run = 0;
  Json outcomes;                      // a list, one a check; null where only the summary was asked
};

struct CheckRunCount {
  int64_t all = 0, good = 0;          // good: no check of severity error failed
};

// Something that a product promised and does not keep, until it is repaired.
struct IncidentRecord {
  std::string id;                     // of time
  ProductId product;
  std::string kind;                   // check | serviceLevel | drift | build | report
  std::string key;                    // what it is about: one open incident a product and key
  std::string severity;               // error | warning
  std::string owner;                  // a team
  std::string summary, cause;         // for people
  std::string contract_version;
  int64_t detected_us = 0, last_seen_us = 0, notified_us = 0, acknowledged_us = 0;
  int64_t repaired_us = 0;            // seen to be kept again, or closed by hand
  std::string acknowledged_by, closed_by;  // closed_by: empty when it was seen to be repaired
  int64_t occurrences = 1;
  int64_t began_us = 0;               // the bad rows were published, or the level was first missed
  bool is_open() const { return repaired_us == 0; }
};

// A message to one address about one event: in the outbox until it is delivered or given up.
struct NoticeRecord {
  std::string id;                     // of time; the receiver sees it, the same at each try
  std::string event;                  // once for each address: INCIDENT/opened, INCIDENT/repaired
  std::string incident;               // its id
  std::string address;                // mailto:… | http://… | https://…
  std::string team;                   // whose quiet hours count; empty: the mesh's
  std::string severity;               // error | warning
  std::string subject, text;          // for people
  Json body;                          // for programs
  int64_t created_us = 0, due_us = 0;
  bool is_held = false;               // quiet hours held it back: it goes into a digest
  int64_t attempts = 0, sent_us = 0, given_up_us = 0;
  std::string problem;                // of the last attempt
};

// From `at_us` on a level of a product is kept, or is not, until its next change.
struct LevelChangeRecord {
  ProductId product;
  std::string level;                  // availability | freshness
  int64_t at_us = 0;
  bool is_kept = true;
};

// A run of another tool that fills a product's tables.
struct ExternalRunRecord {
  std::string id;                     // the tool's own, or of time
  ProductId product;
  std::string tool;                   // dbt | airflow | spark | …
  std::string status;                 // succeeded | failed
  std::string message, reported_by;
  int64_t started_us = 0, finished_us = 0;
  Json details;                       // what the tool reported, as it was read
};

// What happened to products since they were applied, as far as it counts later. In the state store:
// every write moves its version. Thread-safe; each call is one transaction.
class Journal {
 public:
  virtual ~Journal() = default;

  virtual Status add_check_runs(const std::vector<CheckRunRecord>& runs) = 0;
  // The newest run of each table, without outcomes.
  virtual Result<RecordList<CheckRunRecord>> last_check_runs() const = 0;
  // Newest first, from `since_us` on, with outcomes.
  virtual Result<std::vector<CheckRunRecord>> check_runs(const ProductId& product, int64_t since_us,
                                                         size_t count) const = 0;
  // Of each product the runs that judged something and ended after `after_us`, up to `until_us`.
  virtual Result<std::map<ProductId, CheckRunCount>> count_check_runs(int64_t after_us,
                                                                      int64_t until_us) const = 0;
  // Check runs that started before `before_us` go, but for the newest of each table, and changes of
  // levels, but for the one of each that holds at that instant.
  virtual Status forget_history(int64_t before_us) = 0;

  // Adds it, or replaces the one of its id. kConflict: another one is open for its product and key.
  // With the notices of what happened to it, in one transaction; those whose event and address
  // are known already are left out.
  virtual Status put_incident(const IncidentRecord& incident,
                              const std::vector<NoticeRecord>& notices) = 0;
  Status put_incident(const IncidentRecord& incident) { return put_incident(incident, {}); }
  virtual Result<std::vector<IncidentRecord>> open_incidents() const = 0;
  // Open and repaired ones that were detected or repaired since; newest first.
  virtual Result<std::vector<IncidentRecord>> incidents(int64_t since_us, size_t count) const = 0;

  // Those that are due, oldest first, and takes them. Not before an older one to the same address
  // that is tried again later, so that none is told of an end before its beginning. Nobody else is
  // given them before `until_us`, when whoever took them is thought dead. Counts an attempt.
  virtual Result<std::vector<NoticeRecord>> take_notices(int64_t now_us, int64_t until_us,
                                                         size_t count) = 0;
  // What became of them: due_us, is_held, attempts, sent_us, given_up_us and problem are replaced.
  // The first one that is sent for an incident notes when it was notified.
  virtual Status put_notices(const std::vector<NoticeRecord>& notices) = 0;
  // Not sent and not given up; oldest first.
  virtual Result<std::vector<NoticeRecord>> waiting_notices(size_t count) const = 0;
  // Delivered and given up ones of before go.
  virtual Status forget_notices(int64_t before_us) = 0;

  virtual Status add_level_changes(const std::vector<LevelChangeRecord>& changes) = 0;
  // Oldest first: those since, and the last one before that of each level.
  virtual Result<std::vector<LevelChangeRecord>> level_changes(int64_t since_us) const = 0;

  // kAlreadyExists: the tool reported that run before.
  virtual Status add_external_run(const ExternalRunRecord& run) = 0;
  virtual Result<std::vector<ExternalRunRecord>> external_runs(const ProductId& product,
                                                               size_t count) const = 0;
  // The newest one of each product.
  virtual Result<RecordList<ExternalRunRecord>> last_external_runs() const = 0;
};

}  // namespace hanse::catalog
