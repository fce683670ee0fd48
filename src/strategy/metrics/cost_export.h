// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "strategy/facts/mesh_facts.h"

namespace hanse::strategy {

// Cost and usage rows as FOCUS 1.0 to 1.2 names their columns (focus.finops.org): a CSV (RFC 4180)
// with a header. Read are EffectiveCost (else BilledCost), BilledCost, BillingCurrency,
// ChargePeriodStart, ServiceName and Tags; others are passed over.
struct CostRow {
  int64_t at_us = 0;                 // ChargePeriodStart
  double effective = 0, billed = 0;  // in the currency of the export
  std::string service;
  std::vector<std::pair<std::string, std::string>> tags;
  DomainId domain;  // by attribute_costs; empty: of none
  ProductId product;
};
struct CostExport {
  std::string name;  // of the file
  std::string currency;
  bool is_effective = true;  // false: the export has no EffectiveCost, BilledCost stands in
  std::vector<CostRow> rows;
};
// kInvalidArgument with the line: no CSV, no such column, no number (up to 1e15) or instant where
// one is expected, or several currencies.
Result<CostExport> read_cost_export(std::string_view text, const std::string& name);

// Gives each row its domain: by a tag `product` (domain/name), else `domain`, else `cost-center`
// (that of the domain or its owner's team), whatever their order; keys without regard to case, `-`
// and `_`, `data` before them allowed. A cost center that several domains share is of none.
void attribute_costs(const MeshFacts& facts, CostExport& costs);

}  // namespace hanse::strategy
