// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "govern/gate.h"
#include "govern/running.h"
#include "govern/statement.h"

namespace hanse::govern {

// What is refused before anything reads the text: too long, no UTF-8, a NUL byte.
Status check_text(const std::string& sql, const spec::Limits& limits);

// The gate's inside, for its own files only.
struct Gate::Parts {
  struct Decided {
    std::shared_ptr<const catalog::CatalogSnapshot> catalog;
    GovernedStatement statement;
    std::string decision_id;
  };
  struct Asked {
    const Session& session;
    const std::string& sql;
    const engine::Parameters& parameters;
    const std::string& query_id;
    const std::string& standing;      // digest_of what its rows leave under; empty: none left yet
  };
  StatementGovernor::Options options(const catalog::CatalogSnapshot& catalog,
                                     const Session& session) const;
  // Decides and records; the error of a denial carries the decision's id.
  Result<Decided> decide(const Asked& asked);
  Result<Answer> explanation_answer(const Explanation& explanation, engine::CancelToken cancel);

  GateParts given;                    // constant after construction
  std::shared_ptr<RunningQueries> running;
};

}  // namespace hanse::govern
