// SPDX-License-Identifier: Apache-2.0
#include "app/schedule.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/cron.h"
#include "plan/waiting.h"
#include "spec/schedules.h"

namespace hanse::app {
namespace {

// When something was done the last time, and the lines of cron that ask for it again.
struct Scheduled {
  int64_t done_us = 0;
  std::set<std::string> lines;

  int64_t next_us() const {
    int64_t out = 0;
    for (const std::string& line : lines) {
      const auto schedule = CronSchedule::parse(line);
      if (!schedule) continue;
      const int64_t next = schedule->next_after(done_us);
      if (out == 0 || next < out) out = next;
    }
    return out;
  }
};
using ByProduct = std::map<ProductId, Scheduled>;

int64_t applied_us(const catalog::CatalogSnapshot& catalog, const ProductId& product) {
  for (const catalog::ScopeRecord& scope : catalog.scopes())
    if (scope.scope.value == product.domain.str()) return scope.applied_us;
  return 0;
}

bool is_retired(const std::string& status) { return status == "retired"; }

ByProduct checks_of(const catalog::CatalogSnapshot& catalog) {
  ByProduct out;
  for (const catalog::TableEntry& table : catalog.tables()) {
    if (is_retired(table.product->status) || is_retired(table.contract->status)) continue;
    Scheduled& product = out[table.address.product];
    if (table.last_check != nullptr)
      product.done_us = std::max(product.done_us, table.last_check->started_us);
    for (const spec::CheckSchedule& schedule : spec::check_schedules_of(*table.contract))
      product.lines.insert(schedule.line);
  }
  return out;
}

ByProduct refreshes_of(const catalog::CatalogSnapshot& catalog) {
  ByProduct out;
  for (const catalog::TableEntry& table : catalog.tables()) {
    const spec::DataProduct& product = *table.product;
    // A view has nothing to build.
    const bool is_built = table.materialization == spec::Materialization::kTable;
    if (product.refresh.empty() || is_retired(product.status) || !is_built) continue;
    out[table.address.product].lines = {product.refresh};
  }
  for (const auto& [product, reason] : plan::waiting_products(catalog)) out.erase(product);
  for (const catalog::BuildRecord& build : catalog.builds())
    if (const auto found = out.find(build.product); found != out.end())
      found->second.done_us = std::max(found->second.done_us, build.started_us);
  return out;
}

void collect(const catalog::CatalogSnapshot& catalog, ByProduct all, int64_t now_us,
             std::vector<ProductId>& due, int64_t& next_us) {
  for (auto& [id, scheduled] : all) {
    if (scheduled.done_us == 0) scheduled.done_us = applied_us(catalog, id);
    const int64_t next = scheduled.next_us();
    if (next == 0) continue;
    if (next <= now_us)
      due.push_back(id);
    else if (next_us == 0 || next < next_us)
      next_us = next;
  }
}

}  // namespace

Due due_at(const catalog::CatalogSnapshot& catalog, int64_t now_us) {
  Due out;
  collect(catalog, checks_of(catalog), now_us, out.checks, out.next_us);
  collect(catalog, refreshes_of(catalog), now_us, out.refreshes, out.next_us);
  return out;
}

}  // namespace hanse::app
