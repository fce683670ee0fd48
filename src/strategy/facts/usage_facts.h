// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.h"

namespace hanse::strategy {

// Who asked for what and when, counted from the decisions of the ledger. Plain data without any
// value of a row; times in microseconds since 1970 (UTC), days since then.

constexpr int64_t kDayUs = 86'400'000'000;
// Of two instants, where 0 is none.
constexpr int64_t earlier(int64_t left, int64_t right) {
  if (left == 0 || right == 0) return std::max(left, right);
  return std::min(left, right);
}

struct UsageConsumer {
  // user:ID or product:DOMAIN/NAME; `a person` or `a product` for who may not know who it is.
  std::string principal;
  std::vector<std::string> groups;  // that the decisions named, sorted
  ProductId product;                // when it is one; else empty
  // Where it belongs: the domain of the product, or of the team whose group they are in. Empty: no
  // group of theirs is a team's, or the team owns several domains (then only `team` is told).
  DomainId domain;
  TeamId team;
  bool is_product() const { return !product.name.empty(); }
  // What counts as one consuming domain: the domain, else the team; empty: not known.
  std::string unit() const { return domain.empty() ? team.str() : domain.str(); }
};

struct UsageTable {
  std::string name;   // domain.table as published: majors apart
  ProductId product;  // empty: it is in the mesh no more
};

// One consumer and one table on one day.
struct UsageRow {
  uint32_t consumer = 0, table = 0;  // into the vectors below
  int32_t day = 0;
  // Statements: answered; refused (by policy, or as the table is hidden from who asks); and those
  // that were wrong in themselves, of who may know the table.
  uint32_t allowed = 0, refused = 0, failed = 0;
  int64_t first_allowed_us = 0, last_allowed_us = 0;  // 0: there was none that day
  int64_t first_refused_us = 0, last_refused_us = 0;
};

struct UsageFacts {
  std::vector<UsageConsumer> consumers;
  std::vector<UsageTable> tables;
  std::vector<UsageRow> rows;  // by table, consumer, day; each once
};

// Whether what `principal` (user:ID, group:ID or product:D/N) was given is the consumer's too.
bool is_given_to(const std::string& principal, const UsageConsumer& consumer);

// A build, a run of checks or a report of another tool's run: of one product.
struct OutcomeFact {
  enum class Kind : uint8_t { kBuild, kChecks, kRun };
  ProductId product;
  Kind kind = Kind::kBuild;
  bool succeeded = false;  // of checks: none failed; runs in which none ran are not there
  int64_t at_us = 0;
};

}  // namespace hanse::strategy
