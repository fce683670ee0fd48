// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "engine/duckdb/idle_statements.h"
#include "engine/duckdb/instance.h"
#include "engine/duckdb/attach_copy.h"
#include "engine/engine.h"

namespace hanse::engine {

// What a DuckDB engine may be asked to run.
enum class Allowed { kSelectOnly, kAnything };

// engine::Engine over one Instance: a connection of its own for each statement, watched for its
// deadline and cancellation. Thread-safe.
class DuckdbEngine : public Engine {
 public:
  // What statements hold between two runs is worth keeping for those that serve.
  enum class Keeps { kNothing, kStatements };
  DuckdbEngine(std::shared_ptr<Instance> instance, Allowed allowed, Keeps keeps)
      : instance_(std::move(instance)),
        allowed_(allowed),
        idle_(keeps == Keeps::kStatements ? std::make_shared<IdleStatements>() : nullptr),
        idle_of_many_(idle_ ? std::make_shared<IdleStatements>() : nullptr) {}
  Result<std::unique_ptr<data::ChunkStream>> run(const Statement& statement,
                                                 CancelToken cancel) override;
  Result<int64_t> execute(const Statement& statement, CancelToken cancel) override;
  Result<std::shared_ptr<NativeCopy>> copy_natively(const CopyOrder& order,
                                                    const CancelToken& cancel) override {
    return attach_copy(instance_, order, cancel);
  }
  void forget_statements() override {
    if (idle_) idle_->forget();
    if (idle_of_many_) idle_of_many_->forget();
  }

 private:
  const std::shared_ptr<Instance> instance_;
  const Allowed allowed_;
  const std::shared_ptr<IdleStatements> idle_;  // null: nothing is kept
  const std::shared_ptr<IdleStatements> idle_of_many_;  // for Statement::is_one_of_many
};

// Binds JSON scalars to $1, $2, …; kInvalidArgument when their number is not the statement's.
Status bind_parameters(duckdb_prepared_statement prepared, const Parameters& parameters);

}  // namespace hanse::engine
