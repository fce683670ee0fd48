// SPDX-License-Identifier: Apache-2.0
#include "app/incident_watch.h"

#include <algorithm>
#include <set>

#include "base/log.h"
#include "contract/notices.h"

namespace hanse::app {
namespace {

using catalog::CatalogSnapshot;
using catalog::IncidentRecord;
using catalog::LevelChangeRecord;
using contract::Objective;
using What = contract::IncidentChange::What;

constexpr size_t kRunsMax = 100'000;
constexpr size_t kClosedMax = 100'000;

std::string word_of(What what) {
  switch (what) {
    case What::kOpened: return "opened";
    case What::kSeenAgain: return "seen";
    case What::kRepaired: return "repaired";
  }
  return {};
}

Json event_of(const IncidentRecord& incident, const std::string& event,
              const identity::Principal* by) {
  Json out = Json::object({{"event", event},
                           {"incident", incident.id},
                           {"product", incident.product.str()},
                           {"incident_kind", incident.kind},
                           {"key", incident.key},
                           {"severity", incident.severity},
                           {"occurrences", incident.occurrences},
                           {"cause", incident.cause}});
  if (by != nullptr) out.set("by", by->to_json());
  return out;
}

using Contracts = std::map<ProductId, std::vector<const spec::DataContract*>>;

// Of each product with tables, each once.
Contracts contracts_of(const CatalogSnapshot& catalog) {
  Contracts out;
  for (const catalog::TableEntry& table : catalog.tables()) {
    auto& contracts = out[table.address.product];
    if (std::ranges::find(contracts, table.contract) == contracts.end())
      contracts.push_back(table.contract);
  }
  return out;
}

Result<std::vector<contract::ProductObjectives>> objectives_of(const CatalogSnapshot& catalog,
                                                               catalog::Journal& journal,
                                                               int64_t now_us) {
  std::vector<contract::ProductObjectives> out;
  int64_t longest_us = contract::kWindowUs;
  for (const auto& [product, contracts] : contracts_of(catalog)) {
    out.push_back({product, contract::stated_objectives(contracts)});
    for (const Objective& objective : out.back().objectives)
      longest_us = std::max(longest_us, objective.window_us);
  }
  HANSE_TRY(const auto changes, journal.level_changes(now_us - longest_us));
  std::map<std::pair<ProductId, std::string>, std::vector<LevelChangeRecord>> levels;
  std::map<int64_t, std::map<ProductId, catalog::CheckRunCount>> runs;  // by where they begin
  for (const LevelChangeRecord& change : changes)
    levels[{change.product, change.level}].push_back(change);
  for (auto& [product, objectives] : out)
    for (Objective& objective : objectives) {
      if (objective.unit == "time") {
        contract::measure_time(objective, levels[{product, objective.name}], now_us);
        continue;
      }
      for (const int64_t start_us : contract::starts_of(objective, now_us))
        if (!runs.contains(start_us)) {
          HANSE_TRY(runs[start_us], journal.count_check_runs(start_us, now_us));
        }
      const auto runs_since = [&](int64_t from_us) {
        const catalog::CheckRunCount& count = runs[from_us][product];
        return contract::Share{static_cast<double>(count.good), static_cast<double>(count.all)};
      };
      contract::measure_runs(objective, runs_since, now_us);
    }
  return out;
}

// The outcomes of the newest runs: of products with something to tell, or whose incidents are open.
Result<std::vector<catalog::CheckRunRecord>> newest_runs(
    const CatalogSnapshot& catalog, const std::vector<IncidentRecord>& open,
    catalog::Journal& journal) {
  std::map<ProductId, int64_t> since;
  std::set<std::string> newest;
  std::set<ProductId> concerned;
  for (const IncidentRecord& incident : open) concerned.insert(incident.product);
  for (const catalog::CheckRunRecord& run : catalog.check_runs())
    if (run.verdict == "failed" || run.verdict == "warning") concerned.insert(run.table.product);
  for (const catalog::CheckRunRecord& run : catalog.check_runs()) {
    if (!concerned.contains(run.table.product)) continue;
    newest.insert(run.id);
    const auto [place, added] = since.try_emplace(run.table.product, run.started_us);
    if (!added) place->second = std::min(place->second, run.started_us);
  }
  std::vector<catalog::CheckRunRecord> out;
  for (const auto& [product, since_us] : since) {
    HANSE_TRY(auto runs, journal.check_runs(product, since_us, kRunsMax));
    for (catalog::CheckRunRecord& run : runs)
      if (newest.contains(run.id)) out.push_back(std::move(run));
  }
  return out;
}

// Open ones, and those that were closed after the evidence of what is missed.
Result<std::vector<IncidentRecord>> known_incidents(
    const std::vector<contract::Observation>& observations, std::vector<IncidentRecord> open,
    catalog::Journal& journal) {
  std::set<std::pair<ProductId, std::string>> keys;
  for (const IncidentRecord& incident : open) keys.emplace(incident.product, incident.key);
  int64_t since_us = INT64_MAX;
  for (const contract::Observation& seen : observations)
    if (seen.state == contract::Observation::State::kMissed &&
        !keys.contains({seen.product, seen.key}))
      since_us = std::min(since_us, seen.seen_us);
  if (since_us == INT64_MAX) return open;
  return journal.incidents(since_us, kClosedMax);
}

Status change_incidents(App& app, const CatalogSnapshot& catalog,
                        const std::vector<contract::IncidentChange>& changes) {
  for (const contract::IncidentChange& change : changes) {
    const Status put = put_incident(app, catalog, change.incident, word_of(change.what), nullptr);
    // Another process saw the same before: its incident stands.
    if (!put && put.error().code != ErrorCode::kConflict) return put;
  }
  return {};
}

}  // namespace

IncidentLock::IncidentLock(App& app)
    : lock_(FileLock::acquire(join_path(app.state_folder(), "incidents.lock"),
                              FileLock::Mode::kExclusive, FileLock::Wait::kYes)) {}

Status put_incident(App& app, const CatalogSnapshot& catalog, const IncidentRecord& incident,
                    const std::string& event, const identity::Principal* by) {
  std::vector<catalog::NoticeRecord> notices;
  if (event == "opened" || event == "repaired")
    notices = contract::notices_of(catalog, incident, event, app.clock().now_us());
  HANSE_TRY_STATUS(app.ledger().append_durably("incident", event_of(incident, event, by)));
  return app.catalog().store().journal().put_incident(incident, notices);
}

Status look_at_incidents(App& app, Depth depth) {
  const IncidentLock lock(app);
  HANSE_TRY(const auto catalog, app.catalog().current());
  if (catalog->scopes().empty()) return {};
  catalog::Journal& journal = app.catalog().store().journal();
  contract::Look look;
  look.now_us = app.clock().now_us();
  for (const catalog::TableEntry& table : catalog->tables())
    if (table.snapshot != nullptr && !app.gate().check_snapshot(*table.snapshot))
      look.damaged.insert(table.address);
  HANSE_TRY(const auto known_levels, journal.level_changes(look.now_us));
  const auto changes = contract::new_level_changes(*catalog, look, known_levels);
  if (!changes.empty()) HANSE_TRY_STATUS(journal.add_level_changes(changes));
  if (depth == Depth::kWhole) {
    HANSE_TRY(look.objectives, objectives_of(*catalog, journal, look.now_us));
  }
  HANSE_TRY(auto open, journal.open_incidents());
  HANSE_TRY(look.runs, newest_runs(*catalog, open, journal));
  const auto observations = contract::observe(*catalog, look);
  HANSE_TRY(const auto known, known_incidents(observations, std::move(open), journal));
  const auto owner_of = [&](const ProductId& product) {
    const spec::DomainEntry* entry = catalog->model().domain_entry(product.domain);
    return entry == nullptr ? std::string() : entry->owner.str();
  };
  return change_incidents(
      app, *catalog, contract::incident_changes(observations, known, owner_of, look.now_us));
}

void look_after_change(App& app) {
  if (const Status looked = look_at_incidents(app, Depth::kWithoutBudgets); !looked)
    log(LogLevel::kWarn, "incidents", looked.error().message);
}

Result<std::vector<contract::ProductObjectives>> service_objectives(App& app) {
  HANSE_TRY(const auto catalog, app.catalog().current());
  return objectives_of(*catalog, app.catalog().store().journal(), app.clock().now_us());
}

}  // namespace hanse::app
