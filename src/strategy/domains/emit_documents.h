// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "base/json.h"
#include "spec/names.h"
#include "strategy/domains/emit.h"

namespace hanse::strategy {

// The documents that a proposal becomes; parts of domain_files().
struct EmitContext {
  const Inventory& inventory;
  const DomainEvidence& evidence;
  const DomainProposal& proposal;
  const EmitOptions& options;
  std::string purpose;    // of agreements and drafts: the mesh's first
  std::string data_root;  // of source files, in the mesh folder

  std::map<const InventoryAsset*, std::string> product_names;  // of what others read

  const InventoryAsset& asset(std::uint32_t item) const {
    return inventory.assets[evidence.items[item].index];
  }
  const std::string& product(const InventoryAsset& asset) const {
    return product_names.find(&asset)->second;
  }
};

Json domain_document(const EmitContext& context, const ProposedDomain& domain,
                     const std::string& owner);
Json product_document(const EmitContext& context, const ProposedDomain& domain,
                      const InventoryAsset& asset, const std::string& owner);
// What consumers get, and the file that it is made from.
Json output_contract(const EmitContext& context, const ProposedDomain& domain,
                     const InventoryAsset& asset);
Json input_contract(const EmitContext& context, const ProposedDomain& domain,
                    const InventoryAsset& asset);
Json agreement_document(const EmitContext& context, const ProposedDomain& provider,
                        const InventoryAsset& asset, const std::string& consumer_team);
std::string data_path(const EmitContext& context, const ProposedDomain& domain,
                      const InventoryAsset& asset);
std::string data_header(const InventoryAsset& asset);  // one line of CSV
// What may name a product and its table, were it the only one of the domain.
constexpr size_t kProductNameBytesMax = spec::kIdBytesMax - 20;  // contracts add the domain's
std::string product_name(const InventoryAsset& asset);

}  // namespace hanse::strategy
