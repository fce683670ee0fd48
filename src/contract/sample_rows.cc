// SPDX-License-Identifier: Apache-2.0
#include "contract/sample_rows.h"

#include <algorithm>

#include "base/utf8.h"
#include "contract/make_checks.h"
#include "contract/mesh_relationships.h"
#include "contract/published_table.h"
#include "contract/run_checks.h"

namespace hanse::contract {
namespace {

// Statements of checks as those of who asks: nothing but the gate's door for queries.
class AskersEngine : public govern::CheckEngine {
 public:
  AskersEngine(govern::Gate& gate, const govern::Session& session)
      : gate_(gate), session_(session) {}

  Result<std::unique_ptr<data::ChunkStream>> run(const engine::Statement& statement,
                                                 engine::CancelToken cancel) override {
    auto answer = gate_.query(session_, {statement.sql, statement.parameters, cancel, 0, {}});
    if (!answer) {
      refusal_ = answer.error();
      return fail(answer.error());
    }
    return std::move(answer->rows);
  }
  Result<int64_t> execute(const engine::Statement&, engine::CancelToken) override {
    return fail(ErrorCode::kDenied, "a check reads and does nothing else");
  }
  Status readable(const std::string&) const override { return {}; }
  // The statement itself is refused where they may not.
  Status may_read(const std::string&, const std::string&,
                  const std::vector<std::string>&) override {
    return {};
  }
  const std::optional<Error>& refusal() const { return refusal_; }

 private:
  govern::Gate& gate_;
  const govern::Session& session_;
  std::optional<Error> refusal_;  // of the last statement that was refused
};

std::string full_name(const catalog::TableEntry& entry) {
  return quote_identifier(entry.schema) + "." + quote_identifier(entry.name);
}

}  // namespace

Result<std::vector<FailingRow>> sample_rows(govern::Gate& gate, const govern::Session& session,
                                            const SampleOrder& order) {
  const catalog::TableEntry& entry = *order.entry;
  AskersEngine engine(gate, session);
  const auto table = published_table(entry, full_name(entry), &order.columns);
  std::vector<Check> checks = checks_of(*table);
  MeshRelationships relationships(*order.catalog, entry.address.product, engine);
  relationships.resolve(entry, checks);
  relationships.add_concepts(entry, *table, checks);
  number_ids(checks);
  const auto check = std::ranges::find(checks, order.check, &Check::id);
  const bool by_rows = check != checks.end() && (check->measure == Measure::kRows ||
                                                 check->measure == Measure::kDuplicates ||
                                                 check->measure == Measure::kOrphans);
  if (!by_rows) return fail(ErrorCode::kUnsupported, "no single rows break it");
  std::vector<NamedTable> named = relationships.others();
  std::vector<std::unique_ptr<TableUnderTest>> own;
  for (const catalog::TableEntry& each : order.catalog->tables()) {
    if (each.address.product != entry.address.product) continue;
    own.push_back(published_table(each, full_name(each)));
    named.push_back({each.contract->path, own.back().get(), each.schema, each.name});
  }
  CheckRun run;
  run.engine = &engine;
  run.samples = std::clamp(order.count, 0, kSamplesMax);
  std::vector<Outcome> outcomes(1);
  outcomes[0].check = *check;
  outcomes[0].verdict = Verdict::kFailed;
  outcomes[0].failing_rows = INT64_MAX;  // as many as there are
  fetch_rows(run, *table, entry.contract->path, named, outcomes);
  if (outcomes[0].rows.empty() && engine.refusal()) return fail(*engine.refusal());
  return std::move(outcomes[0].rows);
}

}  // namespace hanse::contract
