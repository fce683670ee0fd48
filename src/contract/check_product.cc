// SPDX-License-Identifier: Apache-2.0
#include "contract/check_product.h"

#include <algorithm>

#include "base/digest.h"
#include "base/utf8.h"
#include "contract/level_checks.h"
#include "contract/make_checks.h"
#include "contract/mesh_relationships.h"
#include "contract/published_table.h"
#include "contract/run_checks.h"
#include "contract/unreadable.h"

namespace hanse::contract {
namespace {

struct OwnTable {
  const catalog::TableEntry* entry = nullptr;
  std::unique_ptr<TableUnderTest> table;
  std::vector<Check> checks;
};

class ProductChecks {
 public:
  ProductChecks(govern::CheckEngine& engine, const Clock& clock, const govern::CheckOrder& order)
      : engine_(engine),
        clock_(clock),
        order_(order),
        relationships_(*order.catalog, order.product, engine) {
    run_.engine = &engine;
    run_.samples = 0;  // values of rows are for who may read them
    run_.now_us = clock.now_us();
  }

  Result<std::vector<CheckedTable>> take() {
    for (const catalog::TableEntry& entry : order_.catalog->tables())
      if (entry.address.product == order_.product) add(entry);
    HANSE_TRY_STATUS(open_parser());
    std::vector<NamedTable> named = relationships_.others();
    for (const OwnTable& own : tables_)
      if (engine_.readable(own.entry->name))
        named.push_back({own.entry->contract->path, own.table.get(), "", own.entry->name});
    std::vector<CheckedTable> out;
    for (OwnTable& own : tables_) {
      if (order_.cancel.cancelled()) return fail(ErrorCode::kCancelled, "cancelled");
      CheckedTable checked{own.entry, {}, clock_.now_us(), 0};
      const Status readable = engine_.readable(own.entry->name);
      checked.outcome = readable ? run_checks(run_, *own.table, std::move(own.checks),
                                              own.entry->contract->path, named)
                                 : unread(own, readable.error());
      mark_values(checked.outcome);
      checked.finished_us = clock_.now_us();
      out.push_back(std::move(checked));
    }
    // What was cut short is no verdict.
    if (order_.cancel.cancelled()) return fail(ErrorCode::kCancelled, "cancelled");
    return out;
  }

 private:
  void add(const catalog::TableEntry& entry) {
    OwnTable own{&entry, published_table(entry, quote_identifier(entry.name)), {}};
    own.checks = checks_of(*own.table);
    auto levels =
        level_checks_of(*entry.contract, *own.table, entry.object == entry.contract->schema.data());
    std::ranges::move(levels, std::back_inserter(own.checks));
    relationships_.resolve(entry, own.checks);
    relationships_.add_concepts(entry, *own.table, own.checks);
    number_ids(own.checks);
    tables_.push_back(std::move(own));
  }

  // Only `sql` rules need one.
  Status open_parser() {
    const bool any = std::ranges::any_of(tables_, [](const OwnTable& own) {
      return std::ranges::any_of(
          own.checks, [](const Check& check) { return check.measure == Measure::kQuery; });
    });
    if (!any) return {};
    HANSE_TRY(parser_, engine::make_parser());
    run_.parser = parser_.get();
    return {};
  }

  static TableOutcome unread(OwnTable& own, const Error& error) {
    TableOutcome out;
    out.contract = own.entry->contract->path;
    out.table = own.entry->object->name;
    out.source = own.table->source;
    const bool is_built = own.entry->materialization != spec::Materialization::kTable ||
                          own.entry->snapshot != nullptr;
    if (is_built) out.outcomes.push_back(unreadable_outcome(*own.entry->object, error.message));
    for (Check& check : own.checks) {
      Outcome outcome;
      outcome.check = std::move(check);
      outcome.reason = is_built ? "the data cannot be read" : error.message;
      out.outcomes.push_back(std::move(outcome));
    }
    return out;
  }

  void mark_values(TableOutcome& outcome) {
    for (Outcome& each : outcome.outcomes)
      each.may_be_a_value = each.check.measure == Measure::kQuery && !each.measured.empty() &&
                            !gives_count(*parser_, each.check);
  }

  govern::CheckEngine& engine_;
  const Clock& clock_;
  const govern::CheckOrder& order_;
  MeshRelationships relationships_;
  CheckRun run_;
  std::shared_ptr<engine::Parser> parser_;
  std::vector<OwnTable> tables_;
};

Json kept(const Outcome& outcome) {
  const Check& check = outcome.check;
  Json out = Json::object(
      {{"id", check.id},
       {"key", check.key},
       {"category", check.category},
       {"dimension", check.dimension},
       {"severity", check.severity == Severity::kError ? "error" : "warning"},
       {"code", check.code},
       {"column", check.column},
       {"text", check.text},
       {"verdict", to_string(outcome.verdict)},
       {"measured", outcome.may_be_a_value ? "not kept: it may be a value" : outcome.measured},
       {"expected", outcome.expected},
       {"failing_rows", outcome.failing_rows},
       {"reason", outcome.reason}});
  if (check.reference && !check.reference->published.empty())
    out.set("refers_to", check.reference->published);
  return out;
}

}  // namespace

Result<std::vector<CheckedTable>> check_product(govern::Gate& gate, const Clock& clock,
                                                const govern::CheckOrder& order) {
  HANSE_TRY(const auto engine, gate.check_engine(order));
  return ProductChecks(*engine, clock, order).take();
}

Verdict worst_of(const TableOutcome& outcome) {
  for (const Verdict verdict : {Verdict::kFailed, Verdict::kWarning, Verdict::kPassed})
    if (std::ranges::find(outcome.outcomes, verdict, &Outcome::verdict) != outcome.outcomes.end())
      return verdict;
  return Verdict::kNotRun;
}

catalog::CheckRunRecord record_of(const CheckedTable& checked, const std::string& trigger) {
  const catalog::TableEntry& entry = *checked.entry;
  catalog::CheckRunRecord out;
  out.id = new_time_id(checked.started_us);
  out.table = entry.address;
  out.contract_version = entry.contract->version;
  out.snapshot_id = entry.snapshot == nullptr ? "" : entry.snapshot->id.str();
  out.trigger = trigger;
  out.started_us = checked.started_us;
  out.finished_us = checked.finished_us;
  out.verdict = to_string(worst_of(checked.outcome));
  out.rows = std::max<int64_t>(checked.outcome.rows, 0);
  const auto count = [&](Verdict verdict) {
    return std::ranges::count(checked.outcome.outcomes, verdict, &Outcome::verdict);
  };
  out.passed = count(Verdict::kPassed);
  out.warnings = count(Verdict::kWarning);
  out.failed = count(Verdict::kFailed);
  out.not_run = count(Verdict::kNotRun);
  out.outcomes = Json::array();
  for (const Outcome& outcome : checked.outcome.outcomes) out.outcomes.push(kept(outcome));
  return out;
}

}  // namespace hanse::contract
