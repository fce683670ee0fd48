// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "catalog/record_list.h"
#include "catalog/records.h"
#include "spec/model.h"

namespace hanse::plan {

// Who would be left without data if a product or a contract ended at one instant: agreements and
// grants that hold then, and products that read it. Unlike Consumers (consumers.h), whom a change
// may concern, an agreement that is over or a revoked grant is no reason to keep anything. Borrows
// what it is made of. Pure.
class LiveConsumers {
 public:
  LiveConsumers(const spec::Model& model, const catalog::RecordList<catalog::GrantRecord>& grants,
                int64_t now_us);
  LiveConsumers(const spec::Model&, catalog::RecordList<catalog::GrantRecord>&&, int64_t) = delete;
  // "agreement sales/report", "grant g1 of user:ann", "product sales/report"; in order.
  std::vector<std::string> of_product(
      const std::string& product, const std::vector<const spec::DataContract*>& contracts) const;
  // Of the ports that serve it.
  std::vector<std::string> of_contract(const std::string& contract) const;

 private:
  struct Port {
    std::string product, name;  // name empty: all
    int major = 0;              // 0: all
  };
  void add_rights(const Port& port, std::vector<std::string>& out) const;
  void add_readers(const std::string& contract, const std::string& own,
                   std::vector<std::string>& out) const;

  struct Serving {
    const spec::DataProduct* product = nullptr;
    std::string id;
    const spec::OutputPort* port = nullptr;
  };
  template <typename Value>
  using By = std::unordered_map<std::string, std::vector<Value>>;

  const spec::Model& model_;
  By<const spec::Agreement*> agreements_;   // that hold, by the product that provides
  By<const catalog::GrantRecord*> grants_;  // that hold, by product
  By<std::string> readers_;                 // products that are not retired, by contract
  By<Serving> serving_;                     // output ports, by contract
};

}  // namespace hanse::plan
