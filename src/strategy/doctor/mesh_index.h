// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/model.h"

namespace hanse::strategy {

// A model with its references resolved once, so that every detector costs time in proportion to the
// mesh; links are those of that instant. Borrows the model. Immutable once made; safe to share.

struct IndexedTable {
  const spec::DataContract* contract = nullptr;
  const spec::OutputPort* port = nullptr;
  const spec::SchemaObject* object = nullptr;
};
struct IndexedProduct {
  const spec::DataProduct* product = nullptr;
  const spec::Domain* domain = nullptr;              // null: it has no domain.yaml
  TeamId owner;                                      // of its domain; empty: unknown
  std::vector<const spec::DataContract*> contracts;  // of output ports, each once
  std::vector<IndexedTable> tables;          // of output ports; of several majors the highest
  std::vector<size_t> upstream, downstream;  // products by index, each once, sorted
  size_t columns = 0;                        // of `tables`, top level
  std::string str() const { return product->product_id().str(); }
  bool has_service_level() const {  // in one of its contracts
    return std::ranges::any_of(
        contracts, [](const auto* contract) { return !contract->service_levels.empty(); });
  }
};
// What one domain takes of another: distinct pairs of what consumes and what is consumed.
struct DomainLink {
  size_t contracts = 0;
  std::vector<std::string> examples;  // "a/x takes b/y", at most kLinkExamplesMax
};
constexpr size_t kLinkExamplesMax = 5;

// The roles that a domain with products needs, of those that a domain.yaml can state.
constexpr std::string_view kTeamRoles[] = {"productOwner", "dataEngineer", "domainExpert"};

// Whether what ends at `date_out`, a date or nothing, holds at that instant.
bool is_current(const std::string& date_out, int64_t now_us);

class MeshIndex {
 public:
  MeshIndex(const spec::Model& model, int64_t now_us);
  const spec::Model& model() const { return model_; }
  const std::vector<IndexedProduct>& products() const { return products_; }  // by address
  const IndexedProduct* find(const ProductId& id) const;                     // null: none
  Span place_of(const ProductId& id) const;  // of its name; nowhere: it is not there
  // Domains that have products, in order, each with the indexes of those.
  const std::map<DomainId, std::vector<size_t>>& domains() const { return domains_; }
  // Consumer and provider, never the same; from input ports and agreements that are in force.
  using Links = std::map<std::pair<DomainId, DomainId>, DomainLink>;
  const Links& links() const { return links_; }
  // Roles of a domain that somebody fills at that instant.
  std::set<std::string> filled_roles(const DomainId& id, int64_t now_us) const;
  // All that a product is computed from, itself left out; sorted indexes.
  std::vector<size_t> ancestors(size_t product) const;

 private:
  void resolve(IndexedProduct& product);
  void connect(int64_t now_us);
  void link(const DomainId& consumer, const std::string& who, const ProductId& provider);

  const spec::Model& model_;
  std::vector<IndexedProduct> products_;
  std::map<ProductId, size_t> by_id_;
  std::map<DomainId, std::vector<size_t>> domains_;
  Links links_;
};

}  // namespace hanse::strategy
