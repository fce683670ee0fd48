// SPDX-License-Identifier: Apache-2.0
#include "govern/answer.h"

#include "base/clock.h"
#include "base/json_text.h"

namespace hanse::govern {
namespace {

constexpr std::string_view kNotChecked = "unchecked";

}  // namespace

TableUse use_of(const catalog::CatalogSnapshot& catalog, const catalog::TableEntry& table,
                int64_t now_us) {
  TableUse use;
  use.table = table.schema + "." + table.name;
  use.product = table.address.product.str();
  use.contract_version = table.contract->version;
  use.status = catalog::state_of(catalog, table, now_us);
  use.state = catalog::overall(use.status);
  if (use.is_sound() && use.status.refresh_failed) use.state = "last refresh failed";
  return use;
}

std::string describe(const TableUse& use) {
  std::string out = fmt::format("{}: contract {}", use.table, use.contract_version);
  if (use.published_us != 0) out += ", of " + format_time(use.published_us);
  if (!use.is_sound()) out += ", " + use.state;
  if (use.status.freshness == catalog::Freshness::kStale)
    out += fmt::format("{} since {}", use.state == "stale" ? "" : ", stale",
                       format_time(use.status.stale_us));
  const std::string_view quality = catalog::to_string(use.status.quality);
  if (quality != kNotChecked) out += fmt::format(", checks {}", quality);
  return out;
}

Json to_json(const std::vector<policy::Reason>& reasons) {
  Json out = Json::array();
  for (const policy::Reason& reason : reasons)
    out.push(Json::object({{"rule", reason.rule},
                           {"message", reason.message},
                           {"request", reason.request}}));
  return out;
}

Json to_json(const std::vector<TableUse>& uses) {
  Json out = Json::array();
  for (const TableUse& use : uses)
    out.push(Json::object(
        {{"table", use.table},
         {"product", use.product},
         {"contract_version", use.contract_version},
         {"published_at", json_time(use.published_us)},
         {"state", use.state},
         {"lifecycle", catalog::to_string(use.status.lifecycle)},
         {"removal", json_time(use.status.removal_us)},
         {"freshness", catalog::to_string(use.status.freshness)},
         {"stale_at", json_time(use.status.stale_us)},
         {"quality", catalog::to_string(use.status.quality)},
         {"checked_at", json_time(use.status.checked_us)},
         {"warnings", to_json(use.warnings)}}));
  return out;
}

}  // namespace hanse::govern
