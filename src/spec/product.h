// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/ids.h"
#include "spec/common.h"

namespace hanse::spec {

// A data product, Bitol ODPS 1.1.0 (1.0.0 and 0.9.0 are read too). Plain data.

struct InputPort {
  std::string name, version, contract_id, description;
  std::vector<CustomProperty> custom;
  Json foreign;                       // other standard fields, kept for a round trip
  Span span, contract_span;
};

struct InputContractRef {
  std::string id, version;
  Span span;
};

struct OutputPort {
  std::string name, version, contract_id, type, description;
  std::vector<InputContractRef> input_contracts;
  std::vector<CustomProperty> custom;
  Json foreign;
  Span span, contract_span;
};

struct ManagementPort {
  std::string name, content, type, url, channel, description;
  Json foreign;
};

// One SELECT over the product's input ports: `<table>.sql` beside the product.
struct Transform {
  std::string path, table, sql;
  Span span;
};

// kLive: nothing is kept; rows are its source's when it is asked.
enum class Materialization { kTable, kView, kLive };
constexpr std::string_view to_string(Materialization materialization) {
  if (materialization == Materialization::kTable) return "table";
  return materialization == Materialization::kView ? "view" : "live";
}

struct DataProduct {
  std::string path;
  DomainId domain_folder;             // where the file lies; `domain` must agree when stated
  std::string api_version, id, name, version, status, domain, type;
  Description description;
  std::vector<std::string> tags;
  std::vector<InputPort> input_ports;
  std::vector<OutputPort> output_ports;
  std::vector<ManagementPort> management_ports;
  std::vector<SupportChannel> support;
  Team team;
  std::vector<AuthoritativeDefinition> definitions;
  std::vector<CustomProperty> custom;
  std::vector<Transform> transforms;
  // Decoded from the closed list of custom properties:
  Materialization materialization = Materialization::kTable;
  std::string refresh;                // "", a cron line, or "onChange"
  std::string purpose;                // the purpose its transforms declare
  std::string declassify_reason, declassify_approver;
  int min_group_size = 0;
  int default_major = 0;              // the product's stated default major; 0: its highest
  Json policy_parameters;
  std::optional<ExternalBuild> external_build;
  Json foreign;
  Span span;                          // of `id`
  Span name_span;

  ProductId product_id() const { return {domain_folder, name}; }
};

}  // namespace hanse::spec
