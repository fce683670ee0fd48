// SPDX-License-Identifier: Apache-2.0
#include "app/product_status.h"

#include <algorithm>

#include "app/find_product.h"
#include "app/incident_watch.h"
#include "app/incidents.h"
#include "app/sight.h"
#include "base/json_text.h"
#include "catalog/product_state.h"

namespace hanse::app {
namespace {

constexpr size_t kRunsLookedAt = 10'000;

std::string published_name(const catalog::TableEntry& table) {
  return table.schema + "." + table.name;
}

// What was published, as one asker sees it.
struct SeenTable {
  const catalog::TableEntry* entry = nullptr;
  Sight sight;  // the operator's is whole
  bool is_operator = false;
  bool is_whole() const { return is_operator || sight.is_whole(*entry); }
};

Json summary_of(const catalog::CheckRunRecord& run) {
  return Json::object({{"id", run.id},
                       {"verdict", run.verdict},
                       {"trigger", run.trigger},
                       {"startedAt", format_time(run.started_us)},
                       {"finishedAt", format_time(run.finished_us)},
                       {"contractVersion", run.contract_version}});
}

bool is_kept(const Json& check) { return check["verdict"].as_string() == "passed"; }

class StatusOf {
 public:
  StatusOf(App& app, const StatusQuestion& question) : app_(app), question_(question) {}

  Result<Json> take() {
    HANSE_TRY_STATUS(look());
    HANSE_TRY(const std::vector<ProductId> products, chosen());
    Json list = Json::array();
    for (const ProductId& id : products) {
      HANSE_TRY(Json product, product_json(id));
      list.push(std::move(product));
    }
    return Json::object({{"format_version", 1}, {"products", std::move(list)}});
  }

 private:
  Status look() {
    if (question_.session == nullptr) {
      HANSE_TRY(view_.catalog, app_.catalog().current());
      for (const catalog::TableEntry& table : view_.catalog->tables())
        view_.tables.push_back({&table, {}, {}});
    } else {
      HANSE_TRY(view_, app_.gate().visible(*question_.session));
    }
    for (const auto& table : view_.tables) found_.insert(published_name(*table.table));
    HANSE_TRY(incidents_, open_incidents(app_, question_.session));
    HANSE_TRY(objectives_, service_objectives(app_));
    return {};
  }

  bool finds(const ProductId& id) const {
    return std::ranges::any_of(
        view_.tables, [&](const auto& table) { return table.table->address.product == id; });
  }

  Result<std::vector<ProductId>> chosen() const {
    std::set<ProductId> all;
    for (const auto& table : view_.tables) all.insert(table.table->address.product);
    if (question_.names.empty()) return std::vector<ProductId>(all.begin(), all.end());
    std::vector<ProductId> out;
    for (const std::string& name : question_.names) {
      const auto id = find_product(view_.catalog->model(), name);
      // The nearest name may be one that they may not know of.
      if (!id && question_.session == nullptr) return fail(id.error());
      if (!id || !finds(*id))
        return fail(ErrorCode::kNotFound, fmt::format("there is no product `{}`", name));
      if (std::ranges::find(out, *id) == out.end()) out.push_back(*id);
    }
    return out;
  }

  Result<SeenTable> seen(const govern::Gate::VisibleTable& table) const {
    SeenTable out{table.table, {}, question_.session == nullptr};
    if (!out.is_operator) {
      HANSE_TRY(out.sight, sight_of(app_, *question_.session, table));
    }
    return out;
  }

  // With outcomes, the newest first.
  Result<CheckRuns> runs_of(const ProductId& id) const {
    int64_t since_us = question_.history ? 0 : INT64_MAX;
    for (const auto& table : view_.tables)
      if (table.table->address.product == id && table.table->last_check != nullptr)
        since_us = std::min(since_us, table.table->last_check->started_us);
    return app_.catalog().store().journal().check_runs(id, since_us, kRunsLookedAt);
  }

  Json build_json(const ProductId& id) const {
    for (const catalog::BuildRecord& build : view_.catalog->builds())
      if (build.product == id) {
        Json out = Json::object(
            {{"succeeded", build.succeeded}, {"finishedAt", format_time(build.finished_us)}});
        // Why it failed can quote a row.
        if (question_.session == nullptr) out.set("message", build.message);
        return out;
      }
    return {};
  }

  Json check_json(const SeenTable& table, const CheckRuns& runs) const {
    const catalog::CheckRunRecord* last = table.entry->last_check;
    if (last == nullptr) return {};
    Json out = summary_of(*last);
    const auto whole = std::ranges::find(runs, last->id, &catalog::CheckRunRecord::id);
    const Json checks = whole == runs.end() ? Json::array() : shown(table, whole->outcomes);
    int64_t passed = 0;
    Json unkept = Json::array(), levels = Json::array();
    for (const Json& check : checks.items()) {
      passed += is_kept(check) ? 1 : 0;
      if (!is_kept(check)) unkept.push(check);
      if (check["category"].as_string() == "serviceLevel")
        levels.push(Json::object({{"property", check["key"]},
                                  {"column", check["column"]},
                                  {"verdict", check["verdict"]},
                                  {"measured", check["measured"]},
                                  {"expected", check["expected"]}}));
    }
    out.set("passed", passed);
    out.set("unkept", std::move(unkept));
    out.set("serviceLevels", std::move(levels));
    return out;
  }

  Json shown(const SeenTable& table, const Json& checks) const {
    return table.is_operator ? checks : seen_checks(checks, table.sight, *table.entry, found_);
  }

  Json table_json(const SeenTable& table, const CheckRuns& runs) const {
    const catalog::TableEntry& entry = *table.entry;
    const bool counts = table.is_whole() && entry.snapshot != nullptr;
    Json out = Json::object(
        {{"name", published_name(entry)},
         {"contract", Json::object({{"id", entry.contract->id},
                                    {"version", entry.contract->version},
                                    {"status", entry.contract->status}})},
         {"rows", counts ? Json(entry.snapshot->rows) : Json()},
         {"freshAt",
          entry.snapshot != nullptr ? Json(format_time(entry.snapshot->published_us)) : Json()},
         {"check", check_json(table, runs)},
         {"state",
          catalog::to_json(catalog::state_of(*view_.catalog, entry, app_.clock().now_us()))}});
    // How many rows were kept apart is the owner's to know, who can count them.
    if (table.is_operator && entry.snapshot != nullptr)
      out.set("quarantined", entry.snapshot->quarantined);
    return out;
  }

  Result<Json> product_json(const ProductId& id) const {
    HANSE_TRY(const CheckRuns runs, runs_of(id));
    const spec::DataProduct& product = view_.catalog->model().products.at(id);
    Json tables = Json::array();
    std::set<catalog::TableAddress> addresses;
    for (const auto& table : view_.tables) {
      if (table.table->address.product != id) continue;
      HANSE_TRY(const SeenTable of, seen(table));
      addresses.insert(of.entry->address);
      tables.push(table_json(of, runs));
    }
    Json out = Json::object({{"id", id.str()},
                             {"version", product.version},
                             {"status", product.status},
                             {"build", build_json(id)},
                             {"objectives", objectives_json(id)},
                             {"incidents", incidents_json(id)},
                             {"tables", std::move(tables)}});
    if (question_.history) out.set("history", history_json(runs, addresses));
    return out;
  }

  Json objectives_json(const ProductId& id) const {
    Json out = Json::array();
    for (const contract::ProductObjectives& product : objectives_)
      if (product.product == id)
        for (const contract::Objective& objective : product.objectives)
          out.push(contract::to_json(objective));
    return out;
  }

  Json incidents_json(const ProductId& id) const {
    Json out = Json::array();
    for (const IncidentView& incident : incidents_)
      if (incident.record.product == id)
        out.push(Json::object({{"id", incident.record.id},
                               {"severity", incident.record.severity},
                               {"state", state_of(incident.record)},
                               {"summary", incident.record.summary},
                               {"detected", format_time(incident.record.detected_us)}}));
    return out;
  }

  static Json history_json(const CheckRuns& runs,
                           const std::set<catalog::TableAddress>& addresses) {
    Json out = Json::array();
    for (const catalog::CheckRunRecord& run : runs) {
      if (!addresses.contains(run.table) || out.size() >= kHistoryRunsMax) continue;
      Json one = summary_of(run);
      one.set("table", run.table.table);
      one.set("major", run.table.major);
      out.push(std::move(one));
    }
    return out;
  }

  App& app_;
  const StatusQuestion& question_;
  govern::Gate::View view_;
  std::set<std::string> found_;  // domain.table of what they may find
  std::vector<IncidentView> incidents_;
  std::vector<contract::ProductObjectives> objectives_;
};

}  // namespace

Result<Json> product_status(App& app, const StatusQuestion& question) {
  return StatusOf(app, question).take();
}

Result<CheckRuns> seen_runs(App& app, const govern::Session& session, CheckRuns runs) {
  HANSE_TRY(const govern::Gate::View view, app.gate().visible(session));
  std::set<std::string> found;
  for (const auto& table : view.tables) found.insert(published_name(*table.table));
  CheckRuns out;
  for (catalog::CheckRunRecord& run : runs) {
    const auto table = std::ranges::find_if(
        view.tables, [&](const auto& each) { return each.table->address == run.table; });
    if (table == view.tables.end()) continue;
    HANSE_TRY(const Sight sight, sight_of(app, session, *table));
    run.outcomes = seen_checks(run.outcomes, sight, *table->table, found);
    if (!sight.is_whole(*table->table)) {
      // How many checks there are tells of columns, and how many rows of rows.
      const auto count = [&](std::string_view verdict) {
        return std::ranges::count_if(run.outcomes.items(), [&](const Json& check) {
          return check["verdict"].as_string() == verdict;
        });
      };
      run.rows = -1;
      run.passed = count("passed");
      run.warnings = count("warning");
      run.failed = count("failed");
      run.not_run = count("notRun");
    }
    out.push_back(std::move(run));
  }
  return out;
}

}  // namespace hanse::app
