// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "catalog/records.h"
#include "spec/model.h"

namespace hanse::plan {

// Who would be left without data if a product or a contract ended at one instant: agreements and
// grants that hold then, and products that read it. Unlike Consumers (consumers.h), whom a change
// may concern, an agreement that is over or a revoked grant is no reason to keep anything. Borrows
// what it is made of. Pure.
class LiveConsumers {
 public:
  LiveConsumers(const spec::Model& model, const std::vector<catalog::GrantRecord>& grants,
                int64_t now_us)
      : model_(model), grants_(grants), now_us_(now_us) {}
  // "agreement sales/report", "grant g1 of user:ann", "product sales/report"; in order.
  std::vector<std::string> of_product(
      const std::string& product, const std::vector<const spec::DataContract*>& contracts) const;
  // Of the ports that serve it.
  std::vector<std::string> of_contract(const std::string& contract) const;

 private:
  struct Port {
    std::string product, name;        // name empty: all
    int major = 0;                    // 0: all
  };
  void add_rights(const Port& port, std::vector<std::string>& out) const;
  void add_readers(const std::string& contract, const std::string& own,
                   std::vector<std::string>& out) const;

  const spec::Model& model_;
  const std::vector<catalog::GrantRecord>& grants_;
  int64_t now_us_;
};

}  // namespace hanse::plan
