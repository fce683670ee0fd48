// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "govern/gate.h"
#include "govern/record.h"
#include "govern/running.h"
#include "govern/statement_cache.h"
#include "govern/statement.h"

namespace hanse::govern {

// What is refused before anything reads the text: too long, no UTF-8, a NUL byte,
// what would keep the parser busy.
Status check_text(const std::string& sql, const spec::Limits& limits);

constexpr size_t kStatementsKept = 500, kLiveStatementsKept = 200;

// One statement of one session.
struct Asked {
  const Session& session;
  const std::string& sql;
  const engine::Parameters& parameters;
  const std::string& query_id;
  const GovernedStatement* standing = nullptr;  // under which rows leave; null: none left yet
  Profile* profile = nullptr;         // where its time is added; null: nowhere
};

// The gate's inside, for its own files only.
struct Gate::Parts {
  struct Decided {
    std::shared_ptr<const CachedStatement> known;
    std::vector<std::shared_ptr<void>> pins;
    std::string decision_id;
    engine::GivenList given;          // of live tables, once they are fetched
    // What runs: of these values.
    engine::Statement run(const engine::Parameters& parameters, int64_t deadline_us) const {
      engine::Statement out{known->text(parameters), {}, deadline_us};
      out.is_one_of_many = known->values.has_value() || !given.empty();
      out.given = given;
      return out;
    }
    const GovernedStatement& statement() const { return known->statement; }
  };
  StatementGovernor::Options options(const catalog::CatalogSnapshot& catalog,
                                     const Session& session) const;
  bool pin_again(Decided& decided);
  Result<Decided> decide_anew(const Asked& asked,
                              std::shared_ptr<const catalog::CatalogSnapshot> catalog);
  // Decides and records; the error of a denial carries the decision's id.
  Result<Decided> decide(const Asked& asked);
  Status record(const DecisionRecord& record, Profile* profile);
  // The same statement, decided with the same catalog and time: its files are pinned already.
  enum class Again {
    kApart,         // policy's filters run before all else; live tables come as they did
    kInOtherForms,  // live tables come as their source is known to have them by now
  };
  Result<std::shared_ptr<const CachedStatement>> govern_again(const Asked& asked,
                                                              const CachedStatement& known,
                                                              Again how);
  // One SELECT over the table `candidate` as one over a product's own files, recorded. `what_for`:
  // the ledger's word.
  Result<std::string> over_files(const ProductId& product, const std::vector<std::string>& files,
                                 const std::string& sql, const char* what_for) const;
  std::string live_folder(const std::string& query_id) const;
  // What a statement reads of live products, before it runs.
  Status fetch_live(Decided& decided, const Asked& asked, const engine::CancelToken& cancel,
                    int64_t deadline_us);
  Result<bool> fetch_once(Decided& decided, const Asked& asked, const engine::CancelToken& cancel,
                          int64_t deadline_us);
  bool hands_over(const std::vector<LiveRead>& lives) const;
  Result<std::unique_ptr<data::ChunkStream>> run(engine::Statement statement,
                                                 const engine::CancelToken& cancel,
                                                 Profile& profile);
  Result<Answer> explanation_answer(const Explanation& explanation, engine::CancelToken cancel);

  GateParts given;                    // constant after construction
  std::shared_ptr<RunningQueries> running;
  StatementCache statements{kStatementsKept}, lives{kLiveStatementsKept};
  DecisionCache decisions;
  std::shared_ptr<StepHistograms> histograms = std::make_shared<StepHistograms>();
};

}  // namespace hanse::govern
