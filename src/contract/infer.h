// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "contract/profile.h"

namespace hanse::contract {

// What data says about the contract that it could have. Pure: profile in, proposal out.

struct Evidence {
  std::string aspect;      // type, required, primaryKey, enum, classification, …
  std::string conclusion;  // what was concluded: `integer`, `iban`
  double confidence = 0;   // 0 to 1
  std::string words;       // why, with counts
  enum class Seen { kWhole, kSample } seen = Seen::kWhole;
  bool is_proposed = true;  // false: told, and not in the contract
};

struct ColumnProposal {
  spec::Property property;                 // name, types, options, enum, quality, …
  std::vector<std::string> relationships;  // `orders.order_id`
  std::vector<Evidence> evidence;
  size_t column = 0;                  // of the profile
  std::vector<ColumnProposal> parts;  // members, items, key and value
};

struct TableRelationship {            // of several columns
  std::vector<std::string> from, to;  // `table.column`
};

struct TableProposal {
  std::string name, physical_name;  // the latter: of its file, without its endings
  std::vector<ColumnProposal> columns;
  std::vector<spec::QualityRule> quality;
  std::vector<TableRelationship> relationships;
  std::vector<Evidence> evidence;
};

struct Proposal {
  std::string id, name;
  std::vector<TableProposal> tables;
};

// One file that the contract is proposed for, as its server names it.
struct ProposedServer {
  std::string name, path, format, delimiter;  // empty: a comma
};

// Types, required, ranges, lengths, patterns, enums, classification, quality: each column by
// itself, before keys and relationships.
TableProposal propose_table(const TableProfile& profile);

// The contract as ODCS has it, members in the order in which people write them.
Json contract_json(const Proposal& proposal, const std::vector<ProposedServer>& servers);
// One entry a table: {"table","rows","sampled","evidence":[…],"columns":[{"column","evidence"}]}.
Json evidence_json(const Proposal& proposal, const std::vector<TableProfile>& profiles);

// `n` of the most, rounded towards less: how sure `n` values make.
double confidence_of(int64_t values, double most);

}  // namespace hanse::contract
