// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "catalog/product_state.h"
#include "data/chunk.h"
#include "engine/engine.h"
#include "govern/profile.h"
#include "policy/documents.h"

namespace hanse::govern {

// Of snapshots in the engine's own format (govern/hot_copies.h).
struct CopyTotals {
  int64_t copies = 0, bytes = 0;
};

// What a result was read from, as metadata of the answer.
struct TableUse {
  std::string table;                  // domain.table
  std::string product, contract_version;
  std::string snapshot_id;            // empty for views
  int64_t published_us = 0;           // freshness: of the oldest snapshot behind it
  std::string state;                  // "fresh", or why not ("stale", "last refresh failed")
  catalog::TableState status;
  std::vector<policy::Reason> warnings;  // of policies, for who asks
  bool is_sound() const { return state == "fresh"; }
};

// Without what only its reading tells: snapshot, publishing and warnings.
TableUse use_of(const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
                int64_t now_us);
// For people: "sales.orders: contract 1.2.0, of 2026-11-23T20:19:49Z, checks passed".
std::string describe(const TableUse& use);
Json to_json(const std::vector<TableUse>& uses);  // a list, as answers in JSON carry it
Json to_json(const std::vector<policy::Reason>& reasons);

struct Answer {
  std::unique_ptr<data::ChunkStream> rows;  // limits, deadline and cancel are already in it
  std::string decision_id, query_id;
  std::vector<TableUse> uses;
  std::shared_ptr<Profile> profile;   // complete but for `encode` after the last row; may be null
  // For doors that hold rows back: whether those already given may still leave. Each `next` asks
  // by itself. On the thread of `rows`, while that lives; empty: always.
  std::function<Status()> still_allowed;
};

// What a statement would give and take, without running it.
struct Description {
  std::vector<engine::BoundColumn> columns;
  std::vector<std::string> parameters;  // engine types of $1, $2, …; empty where any would do
};

}  // namespace hanse::govern
