// SPDX-License-Identifier: Apache-2.0
#include "plan/consumers.h"

#include "base/utf8.h"

namespace hanse::plan {
namespace {

std::set<std::string> lower(const std::vector<std::string>& words) {
  std::set<std::string> out;
  for (const std::string& word : words) out.insert(ascii_lower(word));
  return out;
}

}  // namespace

Consumers::Consumers(const spec::Model& before, const spec::Model& after,
                     const catalog::RecordList<catalog::GrantRecord>& grants,
                     const std::vector<catalog::TableEntry>& applied) {
  for (const spec::Model* model : {&before, &after}) {
    std::map<std::string, ProductId> publisher;
    for (const auto& [id, product] : model->products)
      for (const auto& port : product.output_ports) {
        publisher[port.contract_id] = id;
        served_[port.contract_id].push_back({id.str(), port.name});
      }
    for (const auto& [id, product] : model->products)
      for (const auto& port : product.input_ports)
        if (const auto found = publisher.find(port.contract_id);
            found != publisher.end() && found->second != id)
          readers_[found->second.str()].insert(id.str());
    for (const auto& agreement : model->agreements) {
      const std::string provider =
          agreement.provider_domain.str() + "/" + agreement.provider_product;
      const Right right{"agreement " + agreement.consumer_domain.str() + "/" + agreement.id,
                        lower(agreement.columns), agreement.provider_port};
      rights_[provider].push_back(right);
      if (!agreement.consumer_product.empty())
        terms_[{agreement.consumer_domain.str() + "/" + agreement.consumer_product, provider}]
            .push_back(right);
    }
  }
  for (const auto& grant : grants)
    if (grant.revoked_us == 0)
      rights_[grant.product.str()].push_back(
          {"grant " + grant.id, lower(grant.columns), grant.port});
  for (const catalog::TableEntry& table : applied) {
    published_[{table.contract->id, table.object->name}].insert(table.schema + "." + table.name);
    for (const catalog::ColumnFacts& column : table.columns)
      for (const catalog::ColumnOrigin& origin : column.origins)
        derived_[origin.table + " " + ascii_lower(origin.column)][table.address.product.str()]
            .insert(table.name + "." + column.name);
  }
}

void Consumers::fill(Change& change) const {
  Subject subject = subject_of(change.address);
  subject.column = ascii_lower(subject.column);
  std::set<std::string> out;
  const auto add = [&] {
    add_rights(subject, out);
    add_readers(subject, out);
  };
  if (subject.contract.empty()) {
    if (!subject.product.empty()) add();
  } else if (const auto found = served_.find(subject.contract); found != served_.end()) {
    for (const Served& served : found->second) {
      subject.product = served.product;
      subject.port = served.port;
      add();
    }
  }
  change.affected.assign(out.begin(), out.end());
}

void Consumers::add_rights(const Subject& subject, std::set<std::string>& out) const {
  const auto found = rights_.find(subject.product);
  if (found == rights_.end()) return;
  for (const Right& right : found->second) {
    const bool other_port =
        !right.port.empty() && !subject.port.empty() && right.port != subject.port;
    const bool other_columns = !subject.column.empty() && !right.columns.empty() &&
                               !right.columns.contains(subject.column);
    if (!other_port && !other_columns) out.insert(right.name);
  }
}

// False where every agreement that a product has with another one leaves the column out.
bool Consumers::may_read(const std::string& reader, const Subject& subject) const {
  const auto found = terms_.find({reader, subject.product});
  if (subject.column.empty() || found == terms_.end()) return true;
  return std::ranges::any_of(found->second, [&](const Right& right) {
    return right.columns.empty() || right.columns.contains(subject.column);
  });
}

void Consumers::add_readers(const Subject& subject, std::set<std::string>& out) const {
  const auto found = readers_.find(subject.product);
  if (found == readers_.end()) return;
  std::map<std::string, std::set<std::string>> computed;  // by product
  if (const auto tables = published_.find({subject.contract, subject.table});
      !subject.column.empty() && tables != published_.end())
    for (const std::string& table : tables->second)
      if (const auto derived = derived_.find(table + " " + subject.column);
          derived != derived_.end())
        for (const auto& [product, columns] : derived->second)
          computed[product].insert(columns.begin(), columns.end());
  for (const std::string& reader : found->second) {
    if (!may_read(reader, subject)) continue;
    const auto& columns = computed[reader];
    out.insert(columns.empty()
                   ? "product " + reader
                   : fmt::format("product {} (for {})", reader, fmt::join(columns, ", ")));
  }
}

}  // namespace hanse::plan
