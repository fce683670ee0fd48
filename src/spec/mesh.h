// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "spec/common.h"
#include "spec/limits.h"
#include "spec/notifications.h"
#include "spec/type.h"

namespace hanse::spec {

// `mesh.yaml`: the register. Plain data; field names are the file's in snake_case.

struct MeshTeam {
  TeamId id;
  std::string name, type, group, cost_center, support;  // group: the identity group of its people
  QuietHours quiet_hours;             // of its own; the mesh's when it states none
  Span span;
};
struct CouncilSeat {
  std::string role;                   // governance | legal | security | domainLiaison
  TeamId team;
  std::vector<std::string> approves;  // policy | purpose | technology | restrictedAgreement
  Span span;
};
struct DomainEntry {
  DomainId id;
  TeamId owner;
  std::string repository;
  Span span, owner_span;
};
struct Environment {
  EnvironmentId id;
  bool development = false;
  std::string data = "real";          // real | masked | sample
  std::vector<EnvironmentId> after;
  std::vector<TeamId> approvers;
  std::string url;
  std::map<std::string, std::string> variables;
  Span span;
};
struct Purpose {
  PurposeId id, parent;
  std::string name, description, legal_basis, retention_max;
  Classification classification_max = Classification::kRestricted;
  Span span, parent_span;
};
struct Technology {
  std::string id, purpose /* `for` */, ring, decision, review_by;
  Span span;
};
struct DevelopmentUser {
  std::string id, name;
  std::vector<std::string> groups;
  std::map<std::string, std::string> attributes;
  PurposeId default_purpose;
  Span span;
};
struct Listener {
  std::string kind;                   // http | metrics | postgres
  std::string address;                // HOST:PORT
  std::string certificate, key;       // PEM files
};
enum class LedgerMode { kStrict, kRelaxed };

struct Mesh {
  std::string path;
  std::string api_version, id, name, description;
  std::vector<MeshTeam> teams;
  std::vector<CouncilSeat> council;
  std::vector<DomainEntry> domains;
  std::vector<Environment> environments;
  std::vector<Purpose> purposes;
  std::vector<Technology> technologies;
  std::string notice_breaking = "P90D", notice_retirement = "P180D";
  std::vector<DevelopmentUser> development_users;
  std::string state_path;             // stores.state.path; default `.hanse` in the mesh folder
  // stores.sources: folders that file servers may lie in (default: the mesh folder itself), and
  // databases that may be asked, see is_database_address
  std::vector<std::string> source_roots;
  std::vector<std::string> targets;   // stores.targets: databases that products are delivered to
  std::vector<Listener> listeners;
  LedgerMode ledger = LedgerMode::kRelaxed;
  Limits limits;
  Notifications notifications;
  Span span;
};

struct DomainRole {
  std::string role, group, username, date_in, date_out;
  Span span;
};
struct Term {
  std::string term, definition, concept_id;
};
struct Relationship {
  DomainId domain;
  std::string direction, pattern, description;
  Span span;
};
struct Domain {                       // domains/<id>/domain.yaml
  std::string path;
  DomainId id;
  std::string api_version, name, description, status, subdomain_type, support, cost_center;
  DomainId parent;
  TeamId owner;                       // must agree with mesh.yaml when stated
  std::vector<DomainRole> roles;
  std::vector<std::string> value_streams, systems, technologies, business_rules;
  std::vector<std::pair<std::string, std::string>> capabilities;  // id, owns|supports
  std::vector<Term> terms;
  std::vector<Relationship> relationships;
  Span span, owner_span;
};

struct Agreement {                    // domains/<consumer>/agreements/<id>.agreement.yaml
  std::string path, api_version, id, description, status;
  DomainId consumer_domain;           // where the file lies
  DomainId provider_domain;
  std::string provider_product, provider_port;
  int provider_major = 0;             // 0: the default major
  std::string consumer_product, consumer_application;  // exactly one of the three is set
  TeamId consumer_team;
  std::vector<PurposeId> purposes;
  std::vector<std::string> columns;   // empty: all
  std::string from, until, notice;    // RFC 3339 dates; ISO 8601 duration
  Span span, provider_span;
};

}  // namespace hanse::spec
