// SPDX-License-Identifier: Apache-2.0
#include "app/product_gauges.h"

#include <algorithm>
#include <map>

#include "app/incident_watch.h"
#include "catalog/product_state.h"

namespace hanse::app {
namespace {

constexpr size_t kNoticesMax = 100'000;

void add_table(const catalog::TableEntry& table, int64_t now_us, ProductGauges& out) {
  if (const catalog::CheckRunRecord* run = table.last_check) {
    out.verdict = catalog::worse_verdict(out.verdict, run->verdict);
    out.failed_checks += run->failed;
  }
  if (table.snapshot == nullptr) return;
  const double age = static_cast<double>(now_us - table.snapshot->published_us) * 1e-6;
  out.age_seconds = std::max(out.age_seconds.value_or(0), age);
}

}  // namespace

Result<std::vector<ProductGauges>> product_gauges(App& app) {
  HANSE_TRY(const auto catalog, app.catalog().current());
  HANSE_TRY(const auto open, app.catalog().store().journal().open_incidents());
  HANSE_TRY(auto objectives, service_objectives(app));
  std::map<ProductId, ProductGauges> all;
  for (const catalog::TableEntry& table : catalog->tables()) {
    ProductGauges& product = all[table.address.product];
    product.product = table.address.product.str();
    add_table(table, app.clock().now_us(), product);
  }
  for (const catalog::IncidentRecord& incident : open) {
    const auto found = all.find(incident.product);
    if (found == all.end()) continue;
    ++(incident.severity == "error" ? found->second.incidents_error
                                    : found->second.incidents_warning);
  }
  for (contract::ProductObjectives& each : objectives)
    if (const auto found = all.find(each.product); found != all.end())
      found->second.objectives = std::move(each.objectives);
  std::vector<ProductGauges> out;
  for (auto& [id, product] : all) out.push_back(std::move(product));
  return out;
}

Result<size_t> waiting_notices(App& app) {
  HANSE_TRY(const auto waiting, app.catalog().store().journal().waiting_notices(kNoticesMax));
  return waiting.size();
}

}  // namespace hanse::app
