// SPDX-License-Identifier: Apache-2.0
#include "plan/diff_contract.h"

#include "base/terminal_text.h"
#include "contract/compatibility.h"

namespace hanse::plan {
namespace {

std::set<std::string> served_contracts(const spec::Model& model) {
  std::set<std::string> out;
  for (const auto& [id, product] : model.products)
    for (const auto& port : product.output_ports) out.insert(port.contract_id);
  return out;
}

// With the eyes of readers: a product's data is written by the product itself.
Effect effect_of(const contract::ContractChange& change, bool is_served) {
  const contract::CompatibilityRule& rule = row_of(change.rule);
  // Where a source lies is its product's affair: who reads the product does not go there.
  if (change.kind == "server" && !is_served) return Effect::kCompatible;
  switch (rule.readers) {
    case contract::Impact::kBreaking:
      return Effect::kBreaking;
    case contract::Impact::kAdditive:
      return Effect::kAdditive;
    case contract::Impact::kCompatible:
      break;
  }
  return rule.id.ends_with("described") ? Effect::kNone : Effect::kCompatible;
}

std::string kind_of(const contract::ContractChange& change) {
  const bool is_own = change.kind == "table" || change.kind == "column";
  return is_own ? std::string(change.kind) : "contract";
}

bool gives_up(contract::Rule rule) {
  return rule == contract::Rule::kTableRemoved || rule == contract::Rule::kColumnRemoved;
}

bool is_renaming(contract::Rule rule) {
  using contract::Rule;
  return rule == Rule::kTableRenamed || rule == Rule::kTableRenamedInContract ||
         rule == Rule::kTableRecased || rule == Rule::kColumnRenamed ||
         rule == Rule::kColumnRenamedInContract || rule == Rule::kColumnRecased;
}

bool is_of_status(contract::Rule rule) {
  using contract::Rule;
  return rule == Rule::kContractActivated || rule == Rule::kContractDeprecated ||
         rule == Rule::kContractWithdrawn || rule == Rule::kContractRetired ||
         rule == Rule::kContractStatus;
}

// What is renamed stands under its old name: that is the one its users know.
std::string address_of(const std::string& id, const contract::ContractChange& change) {
  std::string out = "contract " + id + (change.address.empty() ? "" : " " + change.address);
  if (is_renaming(change.rule) && out.ends_with(change.after))
    out.replace(out.size() - change.after.size(), change.after.size(), change.before);
  return out;
}

}  // namespace

void diff_contracts(const spec::Model& before, const spec::Model& after, std::vector<Change>& out) {
  std::set<std::string> served = served_contracts(before);
  served.merge(served_contracts(after));
  for (const auto& [id, contract] : after.contracts) {
    const auto found = before.contracts.find(id);
    if (found == before.contracts.end()) {
      out.push_back({"contract",
                     "contract " + id,
                     Effect::kAdditive,
                     fmt::format("contract `{}` {} is new", id, contract.version),
                     {},
                     false,
                     {},
                     "",
                     contract.status});
      continue;
    }
    for (contract::ContractChange& change : contract::compare(found->second, contract)) {
      out.push_back({kind_of(change),
                     printable(address_of(id, change)),
                     effect_of(change, served.contains(id)),
                     printable(change.text),
                     {},
                     gives_up(change.rule)});
      if (is_of_status(change.rule))
        out.back().from = change.before, out.back().to = change.after;
    }
  }
  for (const auto& [id, contract] : before.contracts)
    if (!after.contracts.contains(id))
      out.push_back({"contract",
                     "contract " + id,
                     Effect::kBreaking,
                     fmt::format("contract `{}` is removed", id),
                     {},
                     true,
                     {},
                     contract.status,
                     ""});
}

}  // namespace hanse::plan
