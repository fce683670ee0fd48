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

// What stands under a key; often nothing does.
template <typename Value>
const std::vector<Value>& under(const std::unordered_map<std::string, std::vector<Value>>& by,
                                const std::string& key) {
  static const std::vector<Value> none;
  const auto found = by.find(key);
  return found == by.end() ? none : found->second;
}

}  // namespace

LiveConsumers::LiveConsumers(const spec::Model& model,
                             const catalog::RecordList<catalog::GrantRecord>& grants,
                             int64_t now_us)
    : model_(model) {
  for (const spec::Agreement& agreement : model.agreements)
    if (holds(agreement, now_us))
      agreements_[agreement.provider_domain.str() + "/" + agreement.provider_product].push_back(
          &agreement);
  for (const catalog::GrantRecord& grant : grants)
    if (holds(grant, now_us)) grants_[grant.product.str()].push_back(&grant);
  for (const auto& [id, product] : model.products) {
    for (const spec::OutputPort& port : product.output_ports)
      serving_[port.contract_id].push_back({&product, id.str(), &port});
    if (catalog::lifecycle_of(product.status, "") == catalog::Lifecycle::kRetired) continue;
    for (const spec::InputPort& port : product.input_ports)
      readers_[port.contract_id].push_back(id.str());
  }
}

void LiveConsumers::add_rights(const Port& port, std::vector<std::string>& out) const {
  const auto is_port = [&](const std::string& name) {
    return name.empty() || port.name.empty() || name == port.name;
  };
  for (const spec::Agreement* agreement : under(agreements_, port.product)) {
    const bool is_major = agreement->provider_major == 0 || port.major == 0 ||
                          agreement->provider_major == port.major;
    if (is_major && is_port(agreement->provider_port))
      out.push_back(
          fmt::format("agreement {}/{}", agreement->consumer_domain.str(), agreement->id));
  }
  for (const catalog::GrantRecord* grant : under(grants_, port.product))
    if (is_port(grant->port))
      out.push_back(fmt::format("grant {} of {}", grant->id, grant->principal));
}

void LiveConsumers::add_readers(const std::string& contract, const std::string& own,
                                std::vector<std::string>& out) const {
  for (const std::string& reader : under(readers_, contract))
    if (reader != own) out.push_back("product " + reader);
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
  for (const Serving& by : under(serving_, contract)) {
    // A right without a major is to all of them: who has it may go on with another one.
    const bool is_only = std::ranges::none_of(by.product->output_ports, [&](const auto& other) {
      return other.contract_id != contract && other.name == by.port->name;
    });
    if (is_only) add_rights({by.id, by.port->name, major}, out);
    add_readers(contract, by.id, out);
    for (const spec::Agreement* agreement : under(agreements_, by.id))
      if (!is_only && agreement->provider_major == major && major != 0)
        out.push_back(
            fmt::format("agreement {}/{}", agreement->consumer_domain.str(), agreement->id));
  }
  put_in_order(out);
  return out;
}

}  // namespace hanse::plan
