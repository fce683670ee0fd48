// SPDX-License-Identifier: Apache-2.0
#include "contract/observe.h"

#include <algorithm>
#include <map>

#include "base/utf8.h"
#include "catalog/product_state.h"
#include "spec/codes.h"

namespace hanse::contract {
namespace {

using catalog::CatalogSnapshot;
using catalog::TableEntry;
using State = Observation::State;

constexpr int64_t kDayUs = int64_t{86'400} * 1'000'000;
// The source has another shape than its contract: a column is gone, a type lost, a format another.
constexpr std::string_view kDriftCodes[] = {"HNS-C001", "HNS-C007", "HNS-C008", "HNS-C010"};

constexpr const char* kOld = "its data is older than its contract promises";

std::string place_of(const catalog::TableAddress& address) {
  return fmt::format("{}@{}", address.table, address.major);
}

// "HNS-C003, a required value is missing": says what, and not where. Who may find a product need
// not be able to find each of its tables.
std::string said(std::string_view code) {
  const spec::CodeEntry* known = spec::find_code(code);
  return known == nullptr ? std::string() : fmt::format(": {}, {}", known->code, known->title);
}

Observation about(const TableEntry& table, std::string kind, std::string key) {
  Observation out;
  out.product = table.address.product;
  out.kind = std::move(kind);
  out.key = std::move(key);
  out.contract_version = table.contract->version;
  return out;
}

std::string freshness_key(const TableEntry& table) {
  return "freshness/" + place_of(table.address);
}

// That the column of a level is too old, and that the snapshot is, is one thing to whoever mends
// it.
bool is_of_freshness(const Json& outcome) {
  const std::string_view level = outcome["key"].as_string();
  return outcome["category"].as_string() == "serviceLevel" &&
         (equal_ignoring_case(level, "freshness") || equal_ignoring_case(level, "latency"));
}

// Both are missed where either is, and kept where either is known to be.
void join(const Observation& other, Observation& into) {
  if (other.state == State::kUnknown) return;
  if (into.state != State::kMissed || other.state != State::kMissed) {
    if (into.state != State::kMissed) into = other;
    return;
  }
  into.began_us = std::min(into.began_us, other.began_us);
  into.seen_us = std::max(into.seen_us, other.seen_us);
  if (other.severity == "error") into.severity = other.severity;
}

// To the one of its key among those of the same table, from `begin` on, if there is one.
void add(Observation seen, size_t begin, std::vector<Observation>& out) {
  for (size_t i = begin; i < out.size(); ++i)
    if (out[i].key == seen.key) return join(seen, out[i]);
  out.push_back(std::move(seen));
}

// `begin`: where what was observed of the table begins.
void observe_checks(const TableEntry& table, const catalog::CheckRunRecord& run, size_t begin,
                    std::vector<Observation>& out) {
  for (const Json& outcome : run.outcomes.items()) {
    const std::string_view verdict = outcome["verdict"].as_string();
    const bool is_fresh = is_of_freshness(outcome);
    Observation seen = about(
        table, outcome["category"].as_string() == "serviceLevel" ? "serviceLevel" : "check",
        is_fresh ? freshness_key(table)
                 : fmt::format("{}/{}", place_of(table.address), outcome["id"].as_string()));
    seen.seen_us = run.finished_us;
    const bool is_of_now = table.snapshot && table.snapshot->id.str() == run.snapshot_id;
    seen.began_us = is_of_now ? table.snapshot->published_us : run.started_us;
    seen.state = verdict == "passed"                          ? State::kKept
                 : verdict == "failed" || verdict == "warning" ? State::kMissed
                                                               : State::kUnknown;
    seen.severity = verdict == "failed" ? "error" : "warning";
    seen.summary = "a check fails" + said(outcome["code"].as_string());
    if (is_fresh) seen.summary = kOld;
    add(std::move(seen), is_fresh ? begin : out.size(), out);
  }
}

bool is_available(const TableEntry& table, const Look& look) {
  return table.is_view() || (table.snapshot != nullptr && !look.damaged.contains(table.address));
}

const catalog::BuildRecord* build_of(const CatalogSnapshot& catalog, const ProductId& product) {
  const auto found =
      std::ranges::equal_range(catalog.builds(), product, {}, &catalog::BuildRecord::product);
  return found.empty() ? nullptr : &found.front();
}

void observe_table(const CatalogSnapshot& catalog, const TableEntry& table, const Look& look,
                   std::vector<Observation>& out) {
  Observation read = about(table, "serviceLevel", "availability/" + place_of(table.address));
  const auto* build = build_of(catalog, table.address.product);
  read.state = is_available(table, look) ? State::kKept
               : build == nullptr        ? State::kUnknown  // nobody tried yet
                                         : State::kMissed;
  read.severity = "error";
  read.summary = "a table of it cannot be read";
  read.began_us = read.seen_us = build == nullptr ? 0 : build->finished_us;
  out.push_back(std::move(read));

  const catalog::TableState state = catalog::state_of(catalog, table, look.now_us);
  Observation fresh = about(table, "serviceLevel", freshness_key(table));
  fresh.state = state.freshness == catalog::Freshness::kFresh   ? State::kKept
                : state.freshness == catalog::Freshness::kStale ? State::kMissed
                                                                : State::kUnknown;
  fresh.severity = "error";
  fresh.summary = kOld;
  fresh.began_us = fresh.seen_us = state.stale_us;
  // Nothing promised is nothing observed: a level that left the contract closes its incident.
  if (state.stale_us != 0 || table.snapshot == nullptr) out.push_back(std::move(fresh));
}

// `version`: of the product's first contract.
void observe_build(const catalog::BuildRecord& build, const std::string& version,
                   std::vector<Observation>& out) {
  Observation seen;
  seen.product = build.product;
  seen.contract_version = version;
  const bool has_drifted = std::ranges::any_of(kDriftCodes, [&](std::string_view code) {
    return build.codes.find(code) != std::string::npos;
  });
  seen.kind = has_drifted ? "drift" : "build";
  seen.key = "build";
  seen.severity = "error";
  seen.state = build.succeeded ? State::kKept : State::kMissed;
  seen.summary = fmt::format("{}{}",
                             has_drifted ? "a source no longer has the shape of its contract"
                                         : "the last refresh failed",
                             said(build.codes.substr(0, build.codes.find(' '))));
  seen.began_us = build.started_us;
  seen.seen_us = build.finished_us;
  out.push_back(std::move(seen));
}

void observe_run(const catalog::ExternalRunRecord& run, std::vector<Observation>& out) {
  Observation seen;
  seen.product = run.product;
  seen.kind = "build";
  seen.key = "run";
  seen.severity = "error";
  seen.state = run.status == "failed" ? State::kMissed : State::kKept;
  seen.summary = "the last run of the tool that fills it failed";
  seen.began_us = run.started_us;
  seen.seen_us = run.finished_us;
  out.push_back(std::move(seen));
}

void observe_budgets(const ProductId& product, const Look& look, std::vector<Observation>& out) {
  const int64_t now_us = look.now_us;
  const auto found =
      std::ranges::equal_range(look.objectives, product, {}, &ProductObjectives::product);
  const std::vector<Objective> all = !found.empty()
                                         ? found.front().objectives
                                         : std::vector<Objective>{{"availability", "time"},
                                                                  {"freshness", "time"},
                                                                  {"quality", "runs"}};
  for (const Objective& objective : all) {
    Observation seen;
    seen.product = product;
    seen.kind = "serviceLevel";
    seen.key = "objective/" + objective.name;
    seen.severity = "error";
    seen.state = !objective.budget_left ? State::kUnknown
                 : objective.is_spent() ? State::kMissed
                                        : State::kKept;
    seen.summary = fmt::format("the error budget of its {} is spent", objective.name);
    seen.began_us = now_us;
    seen.seen_us = now_us / kDayUs * kDayUs;  // it stays spent for long: one occurrence a day
    out.push_back(std::move(seen));
  }
}

// Of all tables of a product together, since when it is as it is.
struct Level {
  bool is_known = false, is_kept = true;
  int64_t missed_us = INT64_MAX, kept_us = 0;

  void add(bool kept, int64_t since_us) {
    is_known = true;
    is_kept = is_kept && kept;
    if (kept) kept_us = std::max(kept_us, since_us);
    else missed_us = std::min(missed_us, since_us);
  }
};

using Levels = std::map<std::pair<ProductId, std::string>, Level>;

Levels levels_of(const CatalogSnapshot& catalog, const Look& look) {
  Levels out;
  for (const TableEntry& table : catalog.tables()) {
    const ProductId& product = table.address.product;
    const auto* build = build_of(catalog, product);
    const int64_t published = table.snapshot == nullptr ? 0 : table.snapshot->published_us;
    if (!table.is_view() && (table.snapshot != nullptr || build != nullptr)) {
      const bool kept = is_available(table, look);
      // When files went is not known: it is what was seen now.
      out[{product, "availability"}].add(kept, kept ? published
                                               : published != 0 ? look.now_us
                                                                : build->finished_us);
    }
    const catalog::TableState state = catalog::state_of(catalog, table, look.now_us);
    if (state.freshness == catalog::Freshness::kUnknown) continue;
    const bool kept = state.freshness == catalog::Freshness::kFresh;
    out[{product, "freshness"}].add(kept, kept ? state.data_us : state.stale_us);
  }
  return out;
}

}  // namespace

std::vector<Observation> observe(const CatalogSnapshot& catalog, const Look& look) {
  std::vector<Observation> out;
  std::multimap<catalog::TableAddress, const catalog::CheckRunRecord*> runs;
  for (const catalog::CheckRunRecord& run : look.runs) runs.emplace(run.table, &run);
  std::map<ProductId, std::string> versions;
  for (const TableEntry& table : catalog.tables()) {
    versions.try_emplace(table.address.product, table.contract->version);
    const size_t begin = out.size();
    observe_table(catalog, table, look, out);
    const auto [first, last] = runs.equal_range(table.address);
    for (auto run = first; run != last; ++run) observe_checks(table, *run->second, begin, out);
  }
  const auto& products = catalog.model().products;
  for (const catalog::BuildRecord& build : catalog.builds())
    if (products.contains(build.product)) observe_build(build, versions[build.product], out);
  for (const catalog::ExternalRunRecord& run : catalog.external_runs())
    if (products.contains(run.product)) observe_run(run, out);
  for (const auto& [id, product] : products) observe_budgets(id, look, out);
  return out;
}

std::vector<catalog::LevelChangeRecord> new_level_changes(
    const CatalogSnapshot& catalog, const Look& look,
    const std::vector<catalog::LevelChangeRecord>& known) {
  std::map<std::pair<ProductId, std::string>, catalog::LevelChangeRecord> last;
  for (const catalog::LevelChangeRecord& change : known) {
    auto& newest = last[{change.product, change.level}];
    if (change.at_us >= newest.at_us) newest = change;
  }
  std::vector<catalog::LevelChangeRecord> out;
  for (const auto& [key, level] : levels_of(catalog, look)) {
    const auto before = last.find(key);
    if (before != last.end() && before->second.is_kept == level.is_kept) continue;
    int64_t at_us = std::min(level.is_kept ? level.kept_us : level.missed_us, look.now_us);
    if (before != last.end()) at_us = std::max(at_us, before->second.at_us + 1);
    out.push_back({key.first, key.second, at_us, level.is_kept});
  }
  return out;
}

}  // namespace hanse::contract
