// SPDX-License-Identifier: Apache-2.0
#include "strategy/doctor/mesh_index.h"

#include <algorithm>
#include <set>

#include "base/clock.h"
#include "spec/agreement.h"

namespace hanse::strategy {
namespace {

void sort_unique(std::vector<size_t>& list) {
  std::ranges::sort(list);
  list.erase(std::ranges::unique(list).begin(), list.end());
}

}  // namespace

MeshIndex::MeshIndex(const spec::Model& model, int64_t now_us) : model_(model) {
  products_.reserve(model.products.size());
  for (const auto& [id, product] : model.products) {
    by_id_[id] = products_.size();
    domains_[id.domain].push_back(products_.size());
    IndexedProduct indexed;
    indexed.product = &product;
    resolve(indexed);
    products_.push_back(std::move(indexed));
  }
  connect(now_us);
}

void MeshIndex::resolve(IndexedProduct& indexed) {
  const DomainId& id = indexed.product->domain_folder;
  if (const auto found = model_.domains.find(id); found != model_.domains.end()) {
    indexed.domain = &found->second;
    indexed.owner = found->second.owner;
  }
  if (const spec::DomainEntry* entry = model_.domain_entry(id); entry != nullptr)
    indexed.owner = entry->owner;
  std::map<std::string, IndexedTable> highest;
  for (const spec::OutputPort& port : indexed.product->output_ports) {
    const spec::DataContract* contract = model_.contract_of(port);
    if (contract == nullptr) continue;
    if (std::ranges::find(indexed.contracts, contract) == indexed.contracts.end())
      indexed.contracts.push_back(contract);
    for (const spec::SchemaObject& object : contract->schema) {
      IndexedTable& table = highest[object.name];
      if (table.contract == nullptr || table.contract->major() < contract->major())
        table = {contract, &port, &object};
    }
  }
  for (const auto& [name, table] : highest) {
    indexed.columns += table.object->properties.size();
    indexed.tables.push_back(table);
  }
}

void MeshIndex::connect(int64_t now_us) {
  std::map<std::string_view, size_t> serves;  // contract id: product
  for (size_t i = 0; i < products_.size(); ++i)
    for (const spec::OutputPort& port : products_[i].product->output_ports)
      serves.try_emplace(port.contract_id, i);
  std::set<std::pair<std::string, ProductId>> linked;  // what an agreement and a port say is one
  const auto once = [&](const DomainId& domain, const std::string& who, const ProductId& of) {
    if (linked.insert({who, of}).second) link(domain, who, of);
  };
  for (size_t i = 0; i < products_.size(); ++i) {
    for (const spec::InputPort& input : products_[i].product->input_ports) {
      const auto found = serves.find(input.contract_id);
      if (found == serves.end() || found->second == i) continue;
      products_[i].upstream.push_back(found->second);
      products_[found->second].downstream.push_back(i);
      once(products_[i].product->domain_folder, products_[i].str(),
           products_[found->second].product->product_id());
    }
  }
  for (const spec::Agreement& agreement : model_.agreements) {
    if (!spec::is_in_force(agreement, now_us)) continue;
    const std::string& who = !agreement.consumer_product.empty() ? agreement.consumer_product
                             : !agreement.consumer_application.empty()
                                 ? agreement.consumer_application
                                 : agreement.consumer_team.str();
    once(agreement.consumer_domain, agreement.consumer_domain.str() + "/" + who,
         {agreement.provider_domain, agreement.provider_product});
  }
  for (IndexedProduct& product : products_) {
    sort_unique(product.upstream);
    sort_unique(product.downstream);
  }
}

void MeshIndex::link(const DomainId& consumer, const std::string& who, const ProductId& provider) {
  if (consumer == provider.domain) return;
  DomainLink& found = links_[{consumer, provider.domain}];
  ++found.contracts;
  if (found.examples.size() < kLinkExamplesMax)
    found.examples.push_back(who + " takes " + provider.str());
}

const IndexedProduct* MeshIndex::find(const ProductId& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &products_[found->second];
}

bool is_current(const std::string& date_out, int64_t now_us) {
  const auto end = parse_time(date_out);
  return date_out.empty() || !end || *end > now_us;
}

Span MeshIndex::place_of(const ProductId& id) const {
  const IndexedProduct* found = find(id);
  return found == nullptr ? Span{} : found->product->name_span;
}

std::set<std::string> MeshIndex::filled_roles(const DomainId& id, int64_t now_us) const {
  std::set<std::string> filled;
  const auto found = model_.domains.find(id);
  if (found == model_.domains.end()) return filled;
  for (const spec::DomainRole& role : found->second.roles)
    if ((!role.group.empty() || !role.username.empty()) && is_current(role.date_out, now_us))
      filled.insert(role.role);
  return filled;
}

std::vector<size_t> MeshIndex::ancestors(size_t product) const {
  std::vector<size_t> reached = products_[product].upstream;
  std::set<size_t> seen(reached.begin(), reached.end());
  for (size_t at = 0; at < reached.size(); ++at)
    for (const size_t next : products_[reached[at]].upstream)
      if (next != product && seen.insert(next).second) reached.push_back(next);
  return {seen.begin(), seen.end()};
}

}  // namespace hanse::strategy
