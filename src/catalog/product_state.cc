// SPDX-License-Identifier: Apache-2.0
#include "catalog/product_state.h"

#include <algorithm>
#include <array>

#include "base/json_text.h"
#include "base/utf8.h"
#include "spec/service_levels.h"

namespace hanse::catalog {
namespace {

constexpr int kViewsDeepMax = 32;
// From what everyone may read to what nobody may.
constexpr std::array kByStrictness = {Lifecycle::kActive, Lifecycle::kDeprecated,
                                      Lifecycle::kProposed, Lifecycle::kDraft,
                                      Lifecycle::kRetired};

Lifecycle word_of(std::string_view status) {
  for (const Lifecycle each : kByStrictness)
    if (equal_ignoring_case(status, to_string(each))) return each;
  return Lifecycle::kDraft;
}

Quality quality_of(const CheckRunRecord* run) {
  if (run == nullptr) return Quality::kUnchecked;
  if (run->verdict == "passed") return Quality::kPassed;
  if (run->verdict == "warning") return Quality::kWarning;
  // A word that is not known is no reason to trust the rows.
  return run->verdict == "notRun" ? Quality::kUnchecked : Quality::kFailing;
}

// When the oldest rows that a reader meets were published; 0: not known.
int64_t data_time(const CatalogSnapshot& catalog, const TableEntry& table, int depth) {
  if (!table.is_view()) return table.snapshot == nullptr ? 0 : table.snapshot->published_us;
  int64_t oldest = 0;
  for (const std::string& read : table.reads) {
    const size_t dot = read.find('.');
    if (dot == std::string::npos || depth >= kViewsDeepMax) return 0;
    const TableEntry* behind = catalog.find_table(read.substr(0, dot), read.substr(dot + 1));
    const int64_t of_it = behind == nullptr ? 0 : data_time(catalog, *behind, depth + 1);
    if (of_it == 0) return 0;
    if (oldest == 0 || of_it < oldest) oldest = of_it;
  }
  return oldest;
}

void add_freshness(const CatalogSnapshot& catalog, const TableEntry& table, int64_t now_us,
                   TableState& out) {
  out.data_us = data_time(catalog, table, 0);
  const auto limit = spec::freshness_limit_us(*table.contract, *table.object);
  if (!limit || out.data_us == 0 || *limit > INT64_MAX - out.data_us) return;
  out.stale_us = out.data_us + *limit;
  out.freshness = now_us < out.stale_us ? Freshness::kFresh : Freshness::kStale;
  if (now_us < out.stale_us) out.valid_until_us = out.stale_us;
}

void add_refresh(const CatalogSnapshot& catalog, const TableEntry& table, TableState& out) {
  const ProductId& product = table.address.product;
  for (const BuildRecord& build :
       std::ranges::equal_range(catalog.builds(), product, {}, &BuildRecord::product))
    if (!build.succeeded) out.refresh_failed = true, out.refresh_failed_us = build.finished_us;
  for (const ExternalRunRecord& run :
       std::ranges::equal_range(catalog.external_runs(), product, {}, &ExternalRunRecord::product))
    if (run.status == "failed")
      out.refresh_failed = true,
      out.refresh_failed_us = std::max(out.refresh_failed_us, run.finished_us);
}

}  // namespace

Lifecycle lifecycle_of(std::string_view product_status, std::string_view contract_status) {
  const auto strictness = [](std::string_view status) {
    return status.empty() ? kByStrictness.begin()
                          : std::ranges::find(kByStrictness, word_of(status));
  };
  return *std::max(strictness(product_status), strictness(contract_status));
}

TableState state_of(const CatalogSnapshot& catalog, const TableEntry& table, int64_t now_us) {
  TableState out;
  out.lifecycle = lifecycle_of(table.product->status, table.contract->status);
  if (out.lifecycle == Lifecycle::kDeprecated)
    if (const auto end = spec::end_of(*table.contract)) out.removal_us = end->time_us;
  out.quality = quality_of(table.last_check);
  if (table.last_check != nullptr) {
    out.checked_us = table.last_check->finished_us;
    out.is_checked_now =
        table.snapshot == nullptr || table.snapshot->id.str() == table.last_check->snapshot_id;
  }
  add_freshness(catalog, table, now_us, out);
  add_refresh(catalog, table, out);
  return out;
}

std::string worse_verdict(std::string_view left, std::string_view right) {
  constexpr std::array<std::string_view, 5> kOrder = {"", "passed", "notRun", "warning", "failed"};
  const bool is_right = std::ranges::find(kOrder, left) < std::ranges::find(kOrder, right);
  return std::string(is_right ? right : left);
}

std::string_view to_string(Lifecycle lifecycle) {
  switch (lifecycle) {
    case Lifecycle::kDraft: return "draft";
    case Lifecycle::kProposed: return "proposed";
    case Lifecycle::kActive: return "active";
    case Lifecycle::kDeprecated: return "deprecated";
    case Lifecycle::kRetired: return "retired";
  }
  return "";
}

std::string_view to_string(Quality quality) {
  switch (quality) {
    case Quality::kPassed: return "passed";
    case Quality::kWarning: return "warning";
    case Quality::kFailing: return "failing";
    case Quality::kUnchecked: return "unchecked";
  }
  return "";
}

std::string_view to_string(Freshness freshness) {
  switch (freshness) {
    case Freshness::kFresh: return "fresh";
    case Freshness::kStale: return "stale";
    case Freshness::kUnknown: return "unknown";
  }
  return "";
}

std::string_view overall(const TableState& state) {
  if (state.lifecycle == Lifecycle::kRetired) return "retired";
  if (state.quality == Quality::kFailing) return "failing";
  if (state.freshness == Freshness::kStale) return "stale";
  if (state.lifecycle == Lifecycle::kDeprecated) return "deprecated";
  return "fresh";
}

Json to_json(const TableState& state) {
  return Json::object({{"overall", overall(state)},
                       {"lifecycle", to_string(state.lifecycle)},
                       {"removal", json_time(state.removal_us)},
                       {"quality", to_string(state.quality)},
                       {"checkedAt", json_time(state.checked_us)},
                       {"checkedNow", state.is_checked_now},
                       {"freshness", to_string(state.freshness)},
                       {"dataAt", json_time(state.data_us)},
                       {"staleAt", json_time(state.stale_us)},
                       {"refreshFailed", state.refresh_failed}});
}

}  // namespace hanse::catalog
