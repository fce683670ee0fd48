// SPDX-License-Identifier: Apache-2.0
#include "strategy/programme/programme_facts_of.h"

#include <algorithm>

namespace hanse::strategy {
namespace {

// The first time something happened; 0 where it never did.
void note_first(int64_t& first, int64_t at_us) {
  if (at_us != 0 && (first == 0 || at_us < first)) first = at_us;
}

class Programme {
 public:
  explicit Programme(const MeshFacts& facts) : facts_(facts) {}

  ProgrammeFacts take() {
    out_.mesh = facts_.mesh;
    out_.now_us = facts_.now_us;
    if (facts_.catalog == nullptr) return std::move(out_);
    out_.is_applied = !facts_.catalog->scopes().empty();
    for (const ApplyFact& apply : facts_.applies)
      if (apply.allowed) note_first(out_.applied_us, apply.at_us);
    for (const OutcomeFact& outcome : facts_.outcomes)
      if (outcome.kind == OutcomeFact::Kind::kBuild && outcome.succeeded)
        note_first(first_builds_[outcome.product], outcome.at_us);
    if (!out_.is_applied) return std::move(out_);
    take_register();
    take_domains();
    for (const auto& [id, product] : facts_.products) take_product(product);
    take_uses();
    for (const catalog::IncidentRecord& incident : facts_.incidents)
      out_.open_incidents += incident.is_open() ? 1 : 0;
    return std::move(out_);
  }

 private:
  void take_register() {
    const spec::Model& model = facts_.catalog->model();
    for (const spec::CouncilSeat& seat : model.mesh.council)
      out_.council.push_back({seat.role, seat.team.str()});
    for (const spec::MeshTeam& team : model.mesh.teams)
      out_.teams.push_back({team.id.str(), team.type, team.name, team.group});
    for (const spec::Technology& one : model.mesh.technologies)
      out_.technologies.push_back({one.id, one.purpose, one.ring, one.decision});
    out_.purposes = model.mesh.purposes.size();
    out_.environments = model.mesh.environments.size();
    out_.terms = model.concepts.size();
    for (const auto& [id, domain] : model.domains) out_.terms += domain.terms.size();
  }

  void take_domains() {
    for (const auto& [id, domain] : facts_.catalog->model().domains) {
      ProgrammeDomain& one = out_.domains.emplace_back();
      one.id = id;
      one.name = domain.name;
      one.description = domain.description;
      one.status = domain.status.empty() ? "active" : domain.status;
      one.subdomain_type = domain.subdomain_type;
      if (const spec::DomainEntry* entry = facts_.catalog->model().domain_entry(id))
        one.owner = entry->owner.str();
      for (const spec::DomainRole& role : domain.roles)
        if (role.date_out.empty()) one.roles.push_back(role.role);
      for (const auto& [capability, relation] : domain.capabilities)
        one.capabilities.push_back(capability);
      for (const spec::Term& term : domain.terms) one.terms.push_back(term.term);
      one.rules = domain.business_rules;
      for (const spec::Relationship& relation : domain.relationships)
        one.relations.push_back(
            fmt::format("{} {} ({})", relation.direction, relation.domain.str(), relation.pattern));
      for (const ApplyFact& apply : facts_.applies)
        if (apply.allowed && std::ranges::find(apply.scopes, id.str()) != apply.scopes.end())
          note_first(one.applied_us, apply.at_us);
    }
  }

  void take_product(const ProductFact& product) {
    ProgrammeProduct& one = out_.products.emplace_back();
    one.id = product.id;
    one.status = product.status;
    one.has_description = product.is_described;
    one.has_support = product.has_support;
    const auto& all = facts_.catalog->model().products;
    if (const auto spec = all.find(product.id); spec != all.end())
      one.purpose = spec->second.description.purpose;
    for (const TableFact& table : product.tables) {
      one.is_published |= table.is_published;
      note_first(one.published_us, table.published_us);
      one.rows += std::max<int64_t>(table.rows, 0);
      if (table.is_published)
        out_.checks.push_back({product.id, table.name,
                               table.last_verdict.empty() ? "notRun" : table.last_verdict,
                               table.tested_us});
    }
    if (const auto first = first_builds_.find(product.id); first != first_builds_.end())
      one.published_us = first->second;
    // A view has no build: its rows can be read since its domain was applied.
    if (one.is_published && one.published_us == 0)
      for (const ProgrammeDomain& domain : out_.domains)
        if (domain.id == product.id.domain) one.published_us = domain.applied_us;
    for (const ProductId& id : product.upstream)
      if (id.domain != product.id.domain) one.upstream.insert(id.domain);
    for (const ProductId& id : product.downstream)
      if (id.domain != product.id.domain) one.consumers.insert(id.domain);
    for (const contract::Objective& objective : product.objectives)
      take_level(product.id, objective);
  }

  void take_level(const ProductId& id, const contract::Objective& objective) {
    if (!objective.attained) return;
    ProgrammeLevel& level = out_.levels.emplace_back();
    level.product = id;
    level.level = objective.name;
    level.target = objective.target;
    level.attained = *objective.attained;
    if (objective.unit == "time")
      level.known_since_us = facts_.now_us - static_cast<int64_t>(objective.measured.total);
    else
      for (const OutcomeFact& outcome : facts_.outcomes)
        if (outcome.product == id && outcome.kind == OutcomeFact::Kind::kChecks)
          note_first(level.known_since_us, outcome.at_us);
  }

  void take_uses() {
    std::map<std::pair<ProductId, DomainId>, ProgrammeUse> uses;
    const auto note = [&](const ProductId& product, const DomainId& consumer, const std::string& by,
                          const std::string& ground, int64_t at_us) {
      if (consumer.empty() || consumer == product.domain || product.name.empty()) return;
      ProgrammeUse& use = uses[{product, consumer}];
      if (use.by.empty() || (at_us != 0 && at_us < use.first_us))
        use = {product, consumer, by, ground, at_us};
    };
    for (const auto& [id, product] : facts_.products) {
      for (const ProgrammeProduct& one : out_.products)
        if (one.id == id && one.is_published)
          for (const ProductId& before : product.upstream)
            note(before, id.domain, "product:" + id.str(), "lineage", one.published_us);
    }
    const int64_t first_day = facts_.now_us / kDayUs - kProgrammeDays;
    for (const UsageRow& row : facts_.usage.rows) {
      if (row.allowed == 0) continue;
      const UsageConsumer& consumer = facts_.usage.consumers[row.consumer];
      note(facts_.usage.tables[row.table].product, consumer.domain, consumer.principal, "statement",
           row.first_allowed_us);
      if (consumer.is_product() || row.day < first_day) continue;
      out_.statements += row.allowed;
      out_.askers.insert(consumer.principal);
    }
    for (const auto& [key, use] : uses) out_.uses.push_back(use);
  }

  const MeshFacts& facts_;
  ProgrammeFacts out_;
  std::map<ProductId, int64_t> first_builds_;
};

}  // namespace

ProgrammeFacts programme_facts_of(const MeshFacts& facts) { return Programme(facts).take(); }

}  // namespace hanse::strategy
