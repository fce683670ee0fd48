// SPDX-License-Identifier: Apache-2.0
#include "plan/live_consumers.h"

#include <algorithm>

#include "base/clock.h"
#include "catalog/product_state.h"

namespace hanse::plan {
namespace {

bool holds(const spec::Agreement& agreement, int64_t now_us) {
  if (!agreement.status.empty() && agreement.status != "active" && agreement.status != "approved")
    return false;
  // An end that cannot be read has not come.
  return agreement.until.empty() || now_us < parse_time(agreement.until).value_or(INT64_MAX);
}

bool holds(const catalog::GrantRecord& grant, int64_t now_us) {
  return (grant.until_us == 0 || now_us < grant.until_us) &&
         (grant.revoked_us == 0 || now_us < grant.revoked_us);
}

void put_in_order(std::vector<std::string>& names) {
  std::ranges::sort(names);
  const auto rest = std::ranges::unique(names);
  names.erase(rest.begin(), rest.end());
}

}  // namespace

void LiveConsumers::add_rights(const Port& port, std::vector<std::string>& out) const {
  const auto is_port = [&](const std::string& name) {
    return name.empty() || port.name.empty() || name == port.name;
  };
  for (const spec::Agreement& agreement : model_.agreements) {
    const bool is_product =
        agreement.provider_domain.str() + "/" + agreement.provider_product == port.product;
    const bool is_major = agreement.provider_major == 0 || port.major == 0 ||
                          agreement.provider_major == port.major;
    if (is_product && is_major && is_port(agreement.provider_port) && holds(agreement, now_us_))
      out.push_back(fmt::format("agreement {}/{}", agreement.consumer_domain.str(), agreement.id));
  }
  for (const catalog::GrantRecord& grant : grants_)
    if (grant.product.str() == port.product && is_port(grant.port) && holds(grant, now_us_))
      out.push_back(fmt::format("grant {} of {}", grant.id, grant.principal));
}

void LiveConsumers::add_readers(const std::string& contract, const std::string& own,
                                std::vector<std::string>& out) const {
  for (const auto& [id, product] : model_.products) {
    const bool is_over =
        catalog::lifecycle_of(product.status, "") == catalog::Lifecycle::kRetired;
    if (is_over || id.str() == own) continue;
    for (const spec::InputPort& port : product.input_ports)
      if (port.contract_id == contract) out.push_back("product " + id.str());
  }
}

std::vector<std::string> LiveConsumers::of_product(
    const std::string& product, const std::vector<const spec::DataContract*>& contracts) const {
  std::vector<std::string> out;
  add_rights({product, "", 0}, out);
  for (const spec::DataContract* contract : contracts) add_readers(contract->id, product, out);
  put_in_order(out);
  return out;
}

std::vector<std::string> LiveConsumers::of_contract(const std::string& contract) const {
  std::vector<std::string> out;
  const auto known = model_.contracts.find(contract);
  const int major = known == model_.contracts.end() ? 0 : known->second.major();
  for (const auto& [id, product] : model_.products)
    for (const spec::OutputPort& port : product.output_ports) {
      if (port.contract_id != contract) continue;
      // A right without a major is to all of them: who has it may go on with another one.
      const bool is_only = std::ranges::none_of(product.output_ports, [&](const auto& other) {
        return other.contract_id != contract && other.name == port.name;
      });
      if (is_only) add_rights({id.str(), port.name, major}, out);
      add_readers(contract, id.str(), out);
      for (const spec::Agreement& agreement : model_.agreements)
        if (!is_only && agreement.provider_major == major && major != 0 &&
            agreement.provider_domain.str() + "/" + agreement.provider_product == id.str() &&
            holds(agreement, now_us_))
          out.push_back(
              fmt::format("agreement {}/{}", agreement.consumer_domain.str(), agreement.id));
    }
  put_in_order(out);
  return out;
}

}  // namespace hanse::plan
