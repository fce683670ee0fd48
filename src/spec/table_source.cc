// SPDX-License-Identifier: Apache-2.0
#include "spec/table_source.h"

#include <algorithm>

#include "base/utf8.h"

namespace hanse::spec {
namespace {

bool columns_match(const SchemaObject& output, const SchemaObject& input) {
  return std::all_of(output.properties.begin(), output.properties.end(),
                     [&](const Property& wanted) {
                       return std::any_of(input.properties.begin(), input.properties.end(),
                                          [&](const Property& offered) {
                                            return offered.name == wanted.name &&
                                                   offered.logical_type == wanted.logical_type;
                                          });
                     });
}

const Transform* transform_of(const DataProduct& product, const DataContract* contract,
                              const std::string& table) {
  const std::string versioned =
      contract == nullptr ? table : fmt::format("{}_v{}", table, contract->major());
  const Transform* plain = nullptr;
  for (const Transform& transform : product.transforms) {
    if (equal_ignoring_case(transform.table, versioned)) return &transform;
    if (equal_ignoring_case(transform.table, table)) plain = &transform;
  }
  return plain;
}

struct Candidate {
  const InputPort* port;
  const DataContract* contract;
  const SchemaObject* table;
};

std::vector<Candidate> candidates_for(const Model& model, const DataProduct& product,
                                      const SchemaObject& table) {
  std::vector<Candidate> fitting;
  for (const InputPort& port : product.input_ports) {
    const auto found = model.contracts.find(port.contract_id);
    if (found == model.contracts.end()) continue;
    const DataContract& contract = found->second;
    if (contract.schema.empty()) fitting.push_back({&port, &contract, nullptr});
    for (const SchemaObject& offered : contract.schema)
      if (columns_match(table, offered)) fitting.push_back({&port, &contract, &offered});
  }
  return fitting;
}

bool has_name(const Candidate& candidate, const std::string& name) {
  return equal_ignoring_case(candidate.port->name, name) ||
         (candidate.table != nullptr && equal_ignoring_case(candidate.table->name, name));
}

}  // namespace

const ExternalBuild* external_build_of(const DataProduct& product, const DataContract* contract) {
  if (contract != nullptr && contract->external_build) return &*contract->external_build;
  return product.external_build ? &*product.external_build : nullptr;
}

TableSource table_source(const Model& model, const DataProduct& product, const OutputPort& port,
                         const SchemaObject& table) {
  TableSource source;
  if (external_build_of(product, model.contract_of(port)) != nullptr) {
    source.kind = TableSource::Kind::kExternal;
    source.transform = transform_of(product, model.contract_of(port), table.name);
    return source;
  }
  source.transform = transform_of(product, model.contract_of(port), table.name);
  if (source.transform != nullptr) {
    source.kind = TableSource::Kind::kTransform;
    return source;
  }
  std::vector<Candidate> fitting = candidates_for(model, product, table);
  if (fitting.size() > 1) {
    std::vector<Candidate> named;
    for (const Candidate& each : fitting)
      if (has_name(each, table.name)) named.push_back(each);
    if (named.size() == 1) fitting = std::move(named);
  }
  if (fitting.size() == 1) {
    source.kind = TableSource::Kind::kIdentity;
    source.input = fitting[0].port;
    source.contract = fitting[0].contract;
    source.input_table = fitting[0].table;
  } else if (!fitting.empty()) {
    source.kind = TableSource::Kind::kAmbiguous;
    for (const Candidate& each : fitting) source.candidates.push_back(each.port);
  }
  return source;
}

}  // namespace hanse::spec
