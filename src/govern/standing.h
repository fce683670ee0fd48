// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "govern/gate_parts.h"

namespace hanse::govern {

// Equal exactly when the same columns, filters and masks of the same tables were decided for the
// same principals.
std::string digest_of(const std::vector<TableVerdict>& verdicts);

// A decision under which rows are leaving. One a stream; not thread-safe. The gate outlives it.
class StandingDecision {
 public:
  StandingDecision(Gate::Parts& gate, Session session, const QueryRequest& request,
                   std::string query_id, const Gate::Parts::Decided& decided);

  // Before each chunk: asks who it is that asks, and decides again when the state of the mesh moved
  // or time did, and records it. An error when it would be decided otherwise now, or cannot be.
  Status check();

 private:
  void keep(const Gate::Parts::Decided& decided);
  Status check_asker(bool has_moved);

  Gate::Parts* gate_;
  Session session_;
  std::string sql_;
  engine::Parameters parameters_;
  std::string query_id_;
  std::shared_ptr<const CachedStatement> known_;
  std::function<Status()> who_asks_;
  int64_t who_again_us_ = 0;          // on Clock::monotonic_us; 0: was not asked yet
  int64_t again_us_ = 0;              // when time alone asks for a new decision
};

}  // namespace hanse::govern
