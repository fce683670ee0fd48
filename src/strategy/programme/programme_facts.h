// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/ids.h"

namespace hanse::strategy {

// What the mesh shows of the programme that builds it: of what is applied, built, checked and used,
// not of what lies in the folder. Names and counts only, no value of any row. Plain data; instants
// are microseconds since 1970 in UTC, 0 where it is not known since when.

struct ProgrammeSeat {
  std::string role, team;  // of the council
};
struct ProgrammeTeam {
  std::string id, type, name, group;
};
struct ProgrammeDomain {
  DomainId id;
  std::string name, description, status, owner, subdomain_type;
  std::vector<std::string> roles;  // that somebody has: productOwner, dataEngineer, …
  std::vector<std::string> capabilities, terms, rules;
  std::vector<std::string> relations;  // "upstream weather (conformist)"
  int64_t applied_us = 0;              // first, as far as history goes
};
struct ProgrammeProduct {
  ProductId id;
  std::string status, purpose;
  bool is_published = false;  // somebody can read it
  int64_t published_us = 0;   // its present rows; of a view: its apply
  int64_t rows = 0;
  bool has_support = false, has_description = false;
  std::set<DomainId> consumers;  // other domains with an agreement on it
  std::set<DomainId> upstream;   // domains whose tables it reads
};
// The newest run of the checks of one published table.
struct ProgrammeCheck {
  ProductId product;
  std::string table, verdict;  // passed | warning | failed | notRun
  int64_t at_us = 0;
};
// Somebody of one domain reads a product of another.
struct ProgrammeUse {
  ProductId product;
  DomainId consumer;   // empty: a group that owns no domain
  std::string by;      // product:D/N, user:ID
  std::string ground;  // agreement | grant | policy
  int64_t first_us = 0;
};
struct ProgrammeLevel {  // a service level objective
  ProductId product;
  std::string level;                // availability | freshness | quality
  double target = 0, attained = 0;  // shares
  int64_t known_since_us = 0;       // what is attained is of the time from then on
};
struct ProgrammePolicyTests {
  int passed = 0, failed = 0, files = 0, untested_files = 0;  // files: with rules, no tests
};
struct ProgrammeMigration {
  int64_t registered = 0, left = 0;  // legacy tables: all, and those not cut over
};
struct ProgrammeTechnology {
  std::string id, kind /* `for` */, ring, decision;
};

struct ProgrammeFacts {
  std::string mesh;  // its id
  int64_t now_us = 0;
  bool is_applied = false;
  int64_t applied_us = 0;  // the mesh itself first, as far as history goes
  std::vector<ProgrammeSeat> council;
  std::vector<ProgrammeTeam> teams;
  std::vector<ProgrammeDomain> domains;
  std::vector<ProgrammeProduct> products;
  std::vector<ProgrammeCheck> checks;
  std::vector<ProgrammeUse> uses;
  std::vector<ProgrammeLevel> levels;
  std::vector<ProgrammeTechnology> technologies;
  std::optional<ProgrammePolicyTests> policy_tests;
  std::optional<ProgrammeMigration> migration;  // none: no legacy table is registered
  size_t purposes = 0, environments = 0, terms = 0, open_incidents = 0;
  // Statements of people that were answered in the last kProgrammeDays, and who asked.
  size_t statements = 0;
  std::set<std::string> askers;
  std::map<std::string, std::vector<std::string>> documents;  // strategy files by kind
  std::map<std::string, std::string> drafts;  // by kind: files that say nothing yet, and why
  // Findings by detector; none: it was not asked.
  std::optional<std::map<std::string, size_t>> doctor;
};
constexpr int kProgrammeDays = 90;

}  // namespace hanse::strategy
