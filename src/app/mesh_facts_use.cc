// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "app/mesh_facts_parts.h"
#include "base/json_text.h"
#include "plan/address.h"
#include "spec/agreement.h"

namespace hanse::app {
namespace {

using strategy::MeshFacts;
using strategy::UsageConsumer;
using strategy::UsageRow;

constexpr std::string_view kDomains = "domains/";

// The product that a path of the mesh's folder lies under; its domain alone for others; nothing for
// files of the mesh's own scope.
struct PathOwner {
  DomainId domain;
  std::string product;
};
PathOwner owner_of_path(std::string_view path) {
  if (!path.starts_with(kDomains)) return {};
  path.remove_prefix(kDomains.size());
  const size_t first = path.find('/');
  if (first == std::string_view::npos) return {};
  PathOwner out{DomainId(std::string(path.substr(0, first))), {}};
  path.remove_prefix(first + 1);
  if (const size_t second = path.find('/'); second != std::string_view::npos)
    out.product = path.substr(0, second);
  return out;
}

// Which product a contract's file lies with.
std::map<std::string, ProductId> products_of_contracts(const spec::Model& model) {
  std::map<std::string, ProductId> out;
  for (const auto& [id, contract] : model.contracts) {
    const PathOwner owner = owner_of_path(contract.path);
    if (!owner.product.empty()) out[id] = {owner.domain, owner.product};
  }
  return out;
}

// Where each group belongs: the team that has it, and the domain when the team owns just one.
struct GroupHome {
  TeamId team;
  DomainId domain;
};
std::map<std::string, GroupHome> homes_of(const spec::Model& model) {
  std::map<std::string, GroupHome> out;
  for (const spec::MeshTeam& team : model.mesh.teams) {
    if (team.group.empty()) continue;
    GroupHome home{team.id, {}};
    size_t owned = 0;
    for (const spec::DomainEntry& domain : model.mesh.domains)
      if (domain.owner == team.id && ++owned == 1) home.domain = domain.id;
    if (owned != 1) home.domain = {};
    out.emplace(team.group, home);
  }
  return out;
}

void place_consumer(const std::map<std::string, GroupHome>& homes, UsageConsumer& consumer) {
  if (consumer.is_product()) {
    consumer.domain = consumer.product.domain;
    return;
  }
  for (const std::string& group : consumer.groups)
    if (const auto home = homes.find(group); home != homes.end()) {
      consumer.team = home->second.team;
      consumer.domain = home->second.domain;
      return;
    }
}

// Who may not know of others does not learn who they are, nor of products that are hidden.
void hide_names(const MeshFacts& facts, UsageConsumer& consumer) {
  if (facts.is_whole) return;
  if (!consumer.is_product()) {
    consumer.principal = "a person";
    consumer.groups.clear();
  } else if (!facts.products.contains(consumer.product)) {
    consumer.principal = "a product";
    consumer.product = {DomainId(), "?"};
  }
  if (!facts.domains.contains(consumer.domain)) consumer.domain = {};
  consumer.team = {};
}

std::map<std::string, ProductId> products_of_tables(const MeshFacts& facts) {
  std::map<std::string, ProductId> out;
  for (const auto& [id, product] : facts.products)
    for (const strategy::TableFact& table : product.tables) out[table.name] = id;
  return out;
}

void place_tables(MeshFacts& facts) {
  const auto by_name = products_of_tables(facts);
  for (strategy::UsageTable& table : facts.usage.tables)
    if (const auto found = by_name.find(table.name); found != by_name.end())
      table.product = found->second;
  if (facts.is_whole) return;
  std::erase_if(facts.usage.rows,
                [&](const UsageRow& row) { return facts.usage.tables[row.table].product.empty(); });
  for (strategy::UsageTable& table : facts.usage.tables)
    if (table.product.empty()) table.name.clear();
}

strategy::ApplyFact apply_fact(const strategy::LedgerEvent& event, const MeshFacts& facts,
                               const std::map<std::string, ProductId>& contracts) {
  strategy::ApplyFact out;
  out.at_us = event.at_us;
  out.principal = facts.is_whole ? text_at(event.body, "principal") : "";
  out.git_commit = text_at(event.body, "git_commit");
  out.allowed = event.body["allowed"].as_bool();
  out.is_breaking = event.body["breaking"].as_bool();
  for (const std::string& scope : text_list(event.body["scopes"]))
    if (scope.empty())
      out.scopes.push_back("mesh");
    else if (facts.domains.contains(DomainId(scope)))
      out.scopes.push_back(scope);
  std::set<ProductId> products;
  for (const std::string& address : text_list(event.body["addresses"])) {
    const plan::Subject subject = plan::subject_of(address);
    ProductId product = strategy::product_id_of(subject.product);
    if (!subject.contract.empty())
      if (const auto found = contracts.find(subject.contract); found != contracts.end())
        product = found->second;
    if (!product.empty()) {
      if (facts.products.contains(product)) products.insert(product);
    } else if (subject.contract.empty() && !address.starts_with("agreement ") &&
               !address.starts_with("domain ")) {
      ++out.mesh_changes;
    }
  }
  out.products.assign(products.begin(), products.end());
  return out;
}

void connect(const ProductId& upstream, const ProductId& downstream, MeshFacts& facts) {
  if (upstream == downstream) return;
  const auto from = facts.products.find(upstream), to = facts.products.find(downstream);
  if (from == facts.products.end() || to == facts.products.end()) return;
  from->second.downstream.push_back(downstream);
  to->second.upstream.push_back(upstream);
}

// The last answer of that day before the grant. Of a day that has answers on both sides of it the
// first is what is known for certain: a wait that follows a later one seems to begin earlier.
int64_t answered_before(const UsageRow& row, int64_t granted_us) {
  if (row.first_allowed_us == 0 || row.first_allowed_us >= granted_us) return 0;
  return row.last_allowed_us < granted_us ? row.last_allowed_us : row.first_allowed_us;
}

// When the first of those whom the grant is for was refused, since they themselves were answered
// last; 0: nobody was. `rows` are of the product.
int64_t asked_before(const MeshFacts& facts, const std::vector<const UsageRow*>& rows,
                     const strategy::GrantFact& fact) {
  std::map<uint32_t, int64_t> answered;  // by consumer, of those that it is for
  for (const UsageRow* row : rows)
    if (strategy::is_given_to(fact.grant.principal, facts.usage.consumers[row->consumer])) {
      int64_t& last_us = answered[row->consumer];
      last_us = std::max(last_us, answered_before(*row, fact.granted_us));
    }
  int64_t asked_us = 0;
  for (const UsageRow* row : rows) {
    const auto found = answered.find(row->consumer);
    if (found == answered.end() || row->first_refused_us == 0) continue;
    const int64_t at_us =
        row->first_refused_us > found->second ? row->first_refused_us : row->last_refused_us;
    if (at_us > found->second && at_us < fact.granted_us)
      asked_us = strategy::earlier(asked_us, at_us);
  }
  return asked_us;
}

void make_unique(std::vector<ProductId>& list) {
  std::ranges::sort(list);
  list.erase(std::ranges::unique(list).begin(), list.end());
}

}  // namespace

void add_ledger_facts(strategy::LedgerFacts ledger, MeshFacts& facts) {
  facts.usage = std::move(ledger.usage);
  place_tables(facts);
  const auto homes = homes_of(facts.catalog->model());
  for (UsageConsumer& consumer : facts.usage.consumers) {
    place_consumer(homes, consumer);
    hide_names(facts, consumer);
  }
  for (strategy::OutcomeFact& outcome : ledger.outcomes)
    if (facts.products.contains(outcome.product)) facts.outcomes.push_back(std::move(outcome));
  const auto contracts = products_of_contracts(facts.catalog->model());
  for (const strategy::LedgerEvent& event : ledger.events) {
    if (event.kind == "apply") {
      facts.applies.push_back(apply_fact(event, facts, contracts));
    } else if (event.body["event"].as_string() == "granted") {
      strategy::GrantFact given;
      given.grant.id = text_at(event.body, "grant");
      given.granted_us = event.at_us;
      facts.grants.push_back(std::move(given));
    }
  }
  if (facts.is_whole) facts.ledger_entries = ledger.entries;
  facts.ledger_from_us = ledger.from_us;
  if (facts.is_whole) facts.unknown_statements = ledger.unknown_tables;
}

void add_requests(MeshFacts& facts) {
  std::map<ProductId, std::vector<size_t>> by_product;
  for (size_t i = 0; i < facts.grants.size(); ++i)
    by_product[facts.grants[i].grant.product].push_back(i);
  if (by_product.empty() || !facts.is_whole) return;  // who was refused is not theirs to know
  // Rows are by table, consumer and day; a product's tables are looked at together.
  std::map<ProductId, std::vector<const UsageRow*>> rows;
  for (const UsageRow& row : facts.usage.rows)
    if (const ProductId& product = facts.usage.tables[row.table].product;
        by_product.contains(product))
      rows[product].push_back(&row);
  for (const auto& [product, grants] : by_product)
    for (const size_t index : grants)
      facts.grants[index].asked_us = asked_before(facts, rows[product], facts.grants[index]);
}

void add_commits(GitHistory history, MeshFacts& facts) {
  for (GitCommit& commit : history.commits) {
    strategy::CommitFact fact{
        std::move(commit.id), std::move(commit.parents), commit.at_us, {}, {}, false};
    std::set<ProductId> products;
    std::set<DomainId> domains;
    for (const std::string& path : commit.paths) {
      const PathOwner owner = owner_of_path(path);
      if (owner.domain.empty()) {
        fact.touches_mesh = true;
        continue;
      }
      if (facts.domains.contains(owner.domain)) domains.insert(owner.domain);
      const ProductId product{owner.domain, owner.product};
      if (facts.products.contains(product)) products.insert(product);
    }
    fact.products.assign(products.begin(), products.end());
    fact.domains.assign(domains.begin(), domains.end());
    facts.commits.push_back(std::move(fact));
  }
}

void add_edges(MeshFacts& facts) {
  const auto by_table = products_of_tables(facts);
  for (const auto& [id, product] : facts.products)
    for (const strategy::TableFact& table : product.tables)
      for (const std::string& read : table.reads)
        if (const auto found = by_table.find(read); found != by_table.end())
          connect(found->second, id, facts);
  for (const spec::Agreement& agreement : facts.catalog->model().agreements)
    if (!agreement.consumer_product.empty() && spec::is_in_force(agreement, facts.now_us))
      connect({agreement.provider_domain, agreement.provider_product},
              {agreement.consumer_domain, agreement.consumer_product}, facts);
  for (auto& [id, product] : facts.products) {
    make_unique(product.upstream);
    make_unique(product.downstream);
  }
}

}  // namespace hanse::app
