// SPDX-License-Identifier: Apache-2.0
#include "app/product_checks.h"

#include <algorithm>
#include <set>

#include "app/find_product.h"
#include "app/incident_watch.h"
#include "app/parts.h"
#include "app/running_change.h"
#include "base/json_text.h"
#include "base/log.h"
#include "contract/check_product.h"
#include "plan/turn.h"

namespace hanse::app {
namespace {

constexpr int64_t kDayUs = 86'400'000'000;

Json verdicts_of(const CheckRuns& runs) {
  Json out = Json::object();
  for (const catalog::CheckRunRecord& run : runs) out.set(run.table.str(), run.verdict);
  return out;
}

// One product: checked as a whole, then recorded as a whole.
Result<CheckRuns> check_one(App& app, const govern::CheckOrder& order, const std::string& by) {
  HANSE_TRY(const auto checked, contract::check_product(app.gate(), app.clock(), order));
  CheckRuns runs;
  for (const contract::CheckedTable& table : checked)
    runs.push_back(contract::record_of(table, order.trigger));
  HANSE_TRY_STATUS(app.catalog().store().journal().add_check_runs(runs));
  HANSE_TRY_STATUS(
      app.ledger().append_durably("checks", Json::object({{"product", order.product.str()},
                                                          {"trigger", order.trigger},
                              {"by", by},
                                                          {"verdicts", verdicts_of(runs)}})));
  return runs;
}

std::vector<ProductId> all_products(const catalog::CatalogSnapshot& catalog) {
  std::set<ProductId> out;
  for (const catalog::TableEntry& table : catalog.tables()) out.insert(table.address.product);
  return {out.begin(), out.end()};
}

void tell(const CheckRuns& runs, const Progress& progress) {
  if (!progress) return;
  for (const catalog::CheckRunRecord& run : runs) {
    if (run.failed + run.warnings == 0) continue;
    progress(fmt::format("{}/{}: {} of {} checks failed, {} warned", run.table.product.str(),
                         run.table.table, run.failed,
                         run.passed + run.warnings + run.failed + run.not_run, run.warnings));
  }
}

Result<CheckRuns> run_all(App& app, const Trigger& trigger, const ChooseProducts& choose,
                          engine::CancelToken cancel, const Progress& progress) {
  const RunningChange running(app, cancel);
  HANSE_TRY(const FileLock lock,
            plan::wait_for_turn(join_path(app.state_folder(), "checks.lock"), cancel));
  HANSE_TRY(const auto catalog, app.catalog().current());
  HANSE_TRY(const std::vector<ProductId> products, choose(*catalog));
  CheckRuns all;
  for (const ProductId& product : products) {
    HANSE_TRY(CheckRuns runs, check_one(app, {catalog, product, trigger.word, cancel}, trigger.by));
    tell(runs, progress);
    std::ranges::move(runs, std::back_inserter(all));
  }
  if (products.empty()) return all;
  const int64_t kept_us = catalog->model().mesh.limits.history_days * kDayUs;
  HANSE_TRY_STATUS(app.catalog().store().journal().forget_history(app.clock().now_us() - kept_us));
  return all;
}

}  // namespace

Result<CheckRuns> check_products(App& app, const Trigger& trigger, const ChooseProducts& choose,
                                 engine::CancelToken cancel, const Progress& progress) {
  const LooksAround looks(app);
  return run_all(app, trigger, choose, std::move(cancel), progress);
}

Result<CheckRuns> check_named(App& app, const std::vector<std::string>& names,
                              const std::string& by, engine::CancelToken cancel,
                              const Progress& progress) {
  const auto choose =
      [&](const catalog::CatalogSnapshot& catalog) -> Result<std::vector<ProductId>> {
    if (names.empty()) return all_products(catalog);
    std::vector<ProductId> out;
    for (const std::string& name : names) {
      HANSE_TRY(ProductId id, find_product(catalog.model(), name));
      if (std::ranges::find(out, id) == out.end()) out.push_back(std::move(id));
    }
    return out;
  };
  return check_products(app, {"demand", by}, choose, std::move(cancel), progress);
}

void check_after_build(App& app, const std::vector<ProductId>& products,
                       const engine::CancelToken& cancel, const Progress& progress) {
  if (products.empty() || cancel.cancelled()) return;
  const auto choose = [&](const catalog::CatalogSnapshot&) {
    return Result<std::vector<ProductId>>(products);
  };
  // Whoever built looks at incidents when the checks are done.
  const auto runs = run_all(app, {"refresh", ""}, choose, cancel, progress);
  if (runs) return;
  log(LogLevel::kWarn, "checks", runs.error().message);
  if (progress) progress("warning: what was built is not checked: " + runs.error().message);
}

bool any_failed(const CheckRuns& runs) {
  return std::ranges::any_of(runs, [](const auto& run) { return run.failed > 0; });
}

Json to_json(const CheckRuns& runs) {
  Json list = Json::array();
  for (const catalog::CheckRunRecord& run : runs)
    list.push(Json::object({{"id", run.id},
                            {"product", run.table.product.str()},
                            {"table", run.table.table},
                            {"major", run.table.major},
                            {"contract_version", run.contract_version},
                            {"snapshot", run.snapshot_id},
                            {"trigger", run.trigger},
                            {"started_at", format_time(run.started_us)},
                            {"finished_at", format_time(run.finished_us)},
                            {"verdict", run.verdict},
                            {"rows", run.rows < 0 ? Json() : Json(run.rows)},
                            {"passed", run.passed},
                            {"warnings", run.warnings},
                            {"failed", run.failed},
                            {"not_run", run.not_run},
                            {"checks", run.outcomes}}));
  return Json::object({{"format_version", 1}, {"runs", std::move(list)}});
}

Result<CheckRuns> check_runs_from_json(const Json& json) {
  CheckRuns out;
  for (const Json& each : json["runs"].items()) {
    catalog::CheckRunRecord run;
    const std::string product = text_at(each, "product");
    const size_t slash = std::min(product.find('/'), product.size());
    run.id = text_at(each, "id");
    run.table = {{DomainId(product.substr(0, slash)),
                  slash == product.size() ? "" : product.substr(slash + 1)},
                 text_at(each, "table"),
                 static_cast<int>(each["major"].as_int())};
    run.contract_version = text_at(each, "contract_version");
    run.snapshot_id = text_at(each, "snapshot");
    run.trigger = text_at(each, "trigger");
    HANSE_TRY(run.started_us, parse_time(text_at(each, "started_at")));
    HANSE_TRY(run.finished_us, parse_time(text_at(each, "finished_at")));
    run.verdict = text_at(each, "verdict");
    run.rows = each["rows"].as_int(-1);
    run.passed = each["passed"].as_int();
    run.warnings = each["warnings"].as_int();
    run.failed = each["failed"].as_int();
    run.not_run = each["not_run"].as_int();
    run.outcomes = each["checks"];
    out.push_back(std::move(run));
  }
  return out;
}

}  // namespace hanse::app
