// SPDX-License-Identifier: Apache-2.0
#include "strategy/assess/measures.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "strategy/assess/policy_tests.h"
#include "strategy/doctor/detector.h"

namespace hanse::strategy {
namespace {

constexpr int64_t kTestedUs = 30 * kDayUs, kAccessUs = 180 * kDayUs;
constexpr double kHourUs = 3'600'000'000.0;

struct Part {
  size_t all = 0, fitting = 0;
  void add(bool fits) {
    ++all;
    fitting += fits ? 1 : 0;
  }
};

AssessMeasured share(std::string id, const Part& part, std::string_view one, std::string query) {
  AssessMeasured out{std::move(id), {}, "%", {}, std::move(query)};
  if (part.all == 0) {
    out.source = fmt::format("there is no {} yet to count it over", one);
    return out;
  }
  out.value = 100.0 * static_cast<double>(part.fitting) / static_cast<double>(part.all);
  out.counted = fmt::format("{} of {}", part.fitting, counted(part.all, one));
  return out;
}

Part tested_policies(const spec::Model& model) {
  std::vector<std::string_view> tests;
  for (const spec::PolicyFile& file : model.policies)
    if (file.is_test) tests.push_back(file.text);
  Part part;
  for (const spec::PolicyFile& file : model.policies)
    if (!file.is_test && file.scope.is_mesh()) part.add(is_tested(rego_package(file.text), tests));
  return part;
}

void measure_files(const MeshIndex& index, int64_t now_us,
                   std::map<std::string, AssessMeasured>& out) {
  Part owners, roles, described, classified, promised;
  for (const auto& [id, products] : index.domains()) {
    const TeamId& owner = index.products()[products[0]].owner;
    const auto filled = index.filled_roles(id, now_us);
    owners.add(index.model().team(owner) != nullptr && filled.contains("productOwner"));
    for (const std::string_view role : kTeamRoles) roles.add(filled.contains(std::string(role)));
  }
  for (const IndexedProduct& product : index.products()) {
    for (const IndexedTable& table : product.tables)
      for (const spec::Property& column : table.object->properties) {
        described.add(!column.description.empty() || !column.concept_address.empty());
        classified.add(column.classification.has_value());
      }
    if (!product.contracts.empty())
      promised.add(product.has_service_level());
  }
  const auto put = [&](AssessMeasured measured) { out[measured.id] = std::move(measured); };
  put(share("owners_assigned", owners, "domain",
            "domains with products: the owner is a team of mesh.yaml, and a product owner is "
            "named in domain.yaml"));
  put(share("roles_filled", roles, "role",
            "productOwner, dataEngineer and domainExpert of each domain with products, filled "
            "today"));
  put(share("columns_described", described, "column",
            "columns of output contracts with a description or a bound concept"));
  put(share("columns_classified", classified, "column",
            "columns of output contracts that state a classification"));
  put(share("levels_promised", promised, "product",
            "products with an output contract that states slaProperties"));
  put(share("policies_tested", tested_policies(index.model()), "policy",
            "global policy files whose package a *_test.rego names or is in"));
}

AssessMeasured contracts_tested(const MeshFacts& facts, int64_t now_us) {
  Part part;
  for (const auto& [id, product] : facts.products)
    for (const TableFact& table : product.tables)
      if (table.is_published && table.tested_us <= now_us)  // of a later one, who knows before
        part.add(table.tested_us > now_us - kTestedUs && table.last_verdict != "notRun");
  return share("contracts_tested", part, "published table",
               "journal: published tables whose contract's checks ran in 30 days");
}

// Who reads whose data, and whether somebody had to let them.
AssessMeasured self_service(const MeshFacts& facts, int64_t now_us) {
  std::set<std::pair<std::string, ProductId>> granted;
  for (const GrantFact& fact : facts.grants)
    granted.insert({fact.grant.principal, fact.grant.product});
  std::set<std::pair<uint32_t, ProductId>> readers;
  for (const UsageRow& row : facts.usage.rows) {
    const ProductId& product = facts.usage.tables[row.table].product;
    if (row.allowed > 0 && row.last_allowed_us > now_us - kAccessUs &&
        row.first_allowed_us <= now_us && !product.empty())
      readers.insert({row.consumer, product});
  }
  Part part;
  for (const auto& [number, product] : readers) {
    const UsageConsumer& consumer = facts.usage.consumers[number];
    if (is_own_reader(facts, consumer, product)) continue;
    bool by_hand = granted.contains({consumer.principal, product});
    for (const std::string& group : consumer.groups)
      by_hand = by_hand || granted.contains({"group:" + group, product});
    part.add(!by_hand);
  }
  return share("self_service_share", part, "reader of a product",
               "ledger, 180 days: pairs of consumer and product (not their own) with an answered "
               "statement; those without a grant by hand");
}

AssessMeasured hours_to_access(const MeshFacts& facts, int64_t now_us) {
  AssessMeasured out{"hours_to_access",
                     {},
                     "hours",
                     {},
                     "ledger, 180 days: median from the first refusal of who got a grant to its "
                     "beginning"};
  std::vector<double> hours;
  for (const GrantFact& fact : facts.grants)
    if (fact.asked_us != 0 && fact.grant.from_us > now_us - kAccessUs &&
        fact.grant.from_us <= now_us)
      hours.push_back(static_cast<double>(fact.grant.from_us - fact.asked_us) / kHourUs);
  if (hours.empty()) {
    out.source = "nobody who was refused got a grant in 180 days: there is no wait to count";
    return out;
  }
  std::ranges::sort(hours);
  const size_t half = hours.size() / 2;
  out.value = hours.size() % 2 == 1 ? hours[half] : (hours[half - 1] + hours[half]) / 2;
  out.counted = counted(hours.size(), "grant");
  return out;
}

}  // namespace

std::map<std::string, AssessMeasured> assess_measures(const MeshIndex& index,
                                                      const AssessCounted& given) {
  std::map<std::string, AssessMeasured> out;
  const int64_t now_us = given.now_us;
  measure_files(index, now_us, out);
  if (!given.no_files.empty())
    for (auto& [id, measured] : out) measured = {id, {}, {}, {}, given.no_files};
  const MeshFacts* facts = given.facts;
  if (facts == nullptr) {
    for (const char* id : {"contracts_tested", "self_service_share", "hours_to_access"})
      out[id] = {id, {}, {}, {}, given.no_facts};
    return out;
  }
  for (AssessMeasured measured : {contracts_tested(*facts, now_us), self_service(*facts, now_us),
                                  hours_to_access(*facts, now_us)})
    out[measured.id] = std::move(measured);
  if (!facts->is_whole)
    for (const char* id : {"self_service_share", "hours_to_access"})
      out[id] = {id, {}, {}, {}, kGrantsNotTold};
  return out;
}

}  // namespace hanse::strategy
