// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "plan/address.h"
#include "plan/plan.h"

namespace hanse::plan {

// Who uses a product: agreements on it, grants, and products that read one of its contracts. Of a
// change of one column only those whom it concerns: an agreement or a grant that names its columns
// gives the right to these and no others. Where the applied lineage says what a product computes
// from the column, it is named with that. Borrows nothing.
class Consumers {
 public:
  // `applied`: tables as they were published, with the origins of their columns.
  Consumers(const spec::Model& before, const spec::Model& after,
            const catalog::RecordList<catalog::GrantRecord>& grants,
            const std::vector<catalog::TableEntry>& applied);
  // Sets `affected` of a change of a product or a contract.
  void fill(Change& change) const;

 private:
  struct Right {
    std::string name;               // "grant g1", "agreement sales/report"
    std::set<std::string> columns;  // in lower case; empty: all
    std::string port;               // empty: all
  };
  struct Served {
    std::string product, port;
  };
  void add_rights(const Subject& subject, std::set<std::string>& out) const;
  void add_readers(const Subject& subject, std::set<std::string>& out) const;
  bool may_read(const std::string& reader, const Subject& subject) const;

  std::map<std::string, std::vector<Right>> rights_;      // by product
  std::map<std::string, std::set<std::string>> readers_;  // products by the one they read
  std::map<std::pair<std::string, std::string>, std::vector<Right>> terms_;  // reader, provider
  std::map<std::string, std::vector<Served>> served_;                        // by contract
  std::map<std::pair<std::string, std::string>, std::set<std::string>>
      published_;  // contract, table
  // "domain.table column" to the products' columns that are computed from it.
  std::map<std::string, std::map<std::string, std::set<std::string>>> derived_;
};

}  // namespace hanse::plan
