// SPDX-License-Identifier: Apache-2.0
#include "app/mesh_facts.h"

#include <algorithm>
#include <set>

#include "app/grants.h"
#include "app/incident_watch.h"
#include "app/ledger_facts.h"
#include "app/mesh_facts_parts.h"

namespace hanse::app {
namespace {

using strategy::DomainFact;
using strategy::MeshFacts;
using strategy::ProductFact;
using strategy::TableFact;

constexpr size_t kIncidentsMax = 1'000'000;
constexpr size_t kDateBytes = 10;  // 2026-11-28

std::string name_of(const catalog::TableEntry& table) { return table.schema + "." + table.name; }

size_t rules_of(const spec::SchemaObject& object) {
  size_t rules = object.quality.size();
  for (const spec::Property& column : object.properties) rules += column.quality.size();
  return rules;
}

TableFact table_fact(const catalog::TableEntry& table, bool is_operator) {
  TableFact out;
  out.name = name_of(table);
  out.address = table.address;
  out.port = table.port->name;
  out.contract_id = table.contract->id;
  out.contract_version = table.contract->version;
  out.contract_status = table.contract->status;
  out.columns = table.object->properties.size();
  for (const spec::Property& column : table.object->properties)
    out.columns_described += column.description.empty() ? 0 : 1;
  out.is_described = !table.object->description.empty();
  out.quality_rules = rules_of(*table.object);
  out.promised_levels = table.contract->service_levels.size();
  if (table.last_check != nullptr) {
    out.last_verdict = table.last_check->verdict;
    out.tested_us = table.last_check->finished_us;
  }
  out.is_published = table.snapshot != nullptr || table.is_view();
  if (table.snapshot != nullptr) {
    out.published_us = table.snapshot->published_us;
    out.rows = is_operator ? table.snapshot->rows : -1;
  }
  out.reads = table.reads;
  return out;
}

std::string support_of(const spec::Model& model, const DomainId& domain, const TeamId& owner) {
  if (const auto found = model.domains.find(domain);
      found != model.domains.end() && !found->second.support.empty())
    return found->second.support;
  const spec::MeshTeam* team = model.team(owner);
  return team != nullptr ? team->support : std::string();
}

TeamId owner_of(const spec::Model& model, const DomainId& domain) {
  const spec::DomainEntry* entry = model.domain_entry(domain);
  return entry != nullptr ? entry->owner : TeamId();
}

ProductFact product_fact(const spec::Model& model, const spec::DataProduct& product) {
  ProductFact out;
  out.id = product.product_id();
  out.owner = owner_of(model, out.id.domain);
  out.version = product.version;
  out.status = product.status;
  out.is_described = !product.description.purpose.empty() || !product.description.usage.empty();
  out.has_support =
      !product.support.empty() || !support_of(model, out.id.domain, out.owner).empty();
  return out;
}

DomainFact domain_fact(const spec::Model& model, const DomainId& id, const std::string& today) {
  DomainFact out;
  out.id = id;
  out.owner = owner_of(model, id);
  if (const spec::MeshTeam* team = model.team(out.owner)) out.cost_center = team->cost_center;
  const auto found = model.domains.find(id);
  if (found == model.domains.end()) return out;
  const spec::Domain& domain = found->second;
  out.status = domain.status;
  if (!domain.cost_center.empty()) out.cost_center = domain.cost_center;
  out.technologies = domain.technologies;
  std::set<std::string> people;
  for (const spec::DomainRole& role : domain.roles) {
    if (role.date_in > today || (!role.date_out.empty() && role.date_out <= today)) continue;
    ++out.roles;
    if (!role.username.empty()) people.insert(role.username);
  }
  out.people.assign(people.begin(), people.end());
  return out;
}

class GatherMesh {
 public:
  GatherMesh(App& app, const FactsQuestion& question) : app_(app), question_(question) {}

  Result<MeshFacts> run() {
    HANSE_TRY_STATUS(add_products());
    HANSE_TRY_STATUS(add_journal());
    HANSE_TRY(auto ledger, ledger_facts(app_));
    add_ledger_facts(std::move(ledger), out_);
    HANSE_TRY_STATUS(add_grants());
    add_requests(out_);
    strategy::forget_later(out_, out_.now_us);
    if (question_.with_git) add_git();
    return std::move(out_);
  }

 private:
  bool is_operator() const { return question_.session == nullptr; }

  Status add_products() {
    std::vector<const catalog::TableEntry*> tables;
    if (is_operator()) {
      HANSE_TRY(out_.catalog, app_.catalog().current());
      for (const catalog::TableEntry& table : out_.catalog->tables()) tables.push_back(&table);
    } else {
      HANSE_TRY(const govern::Gate::View view, app_.gate().visible(*question_.session));
      out_.catalog = view.catalog;
      for (const auto& table : view.tables) tables.push_back(table.table);
    }
    out_.now_us = question_.now_us != 0 ? question_.now_us : app_.clock().now_us();
    out_.is_whole = is_operator();
    const spec::Model& model = out_.catalog->model();
    out_.mesh = model.mesh.name.empty() ? model.mesh.id : model.mesh.name;
    if (is_operator())
      for (const auto& [id, product] : model.products)
        out_.products.emplace(id, product_fact(model, product));
    for (const catalog::TableEntry* table : tables) {
      const ProductId& id = table->address.product;
      const auto [place, is_new] = out_.products.try_emplace(id);
      if (is_new) place->second = product_fact(model, *table->product);
      place->second.tables.push_back(table_fact(*table, is_operator()));
    }
    add_domains(model);
    add_edges(out_);
    return {};
  }

  void add_domains(const spec::Model& model) {
    const std::string today = format_time(out_.now_us).substr(0, kDateBytes);
    if (is_operator())
      for (const spec::DomainEntry& entry : model.mesh.domains)
        out_.domains.emplace(entry.id, domain_fact(model, entry.id, today));
    for (const auto& [id, product] : out_.products)
      if (!out_.domains.contains(id.domain))
        out_.domains.emplace(id.domain, domain_fact(model, id.domain, today));
  }

  Status add_journal() {
    for (const catalog::BuildRecord& build : out_.catalog->builds())
      if (const auto found = out_.products.find(build.product); found != out_.products.end()) {
        found->second.has_build = true;
        found->second.build_succeeded = build.succeeded;
        found->second.built_us = build.finished_us;
      }
    HANSE_TRY(auto objectives, service_objectives(app_));
    for (contract::ProductObjectives& each : objectives)
      if (const auto found = out_.products.find(each.product); found != out_.products.end())
        found->second.objectives = std::move(each.objectives);
    HANSE_TRY(auto incidents, app_.catalog().store().journal().incidents(0, kIncidentsMax));
    for (catalog::IncidentRecord& incident : incidents) {
      if (!out_.products.contains(incident.product)) continue;
      if (!is_operator()) incident.key.clear(), incident.summary.clear(), incident.cause.clear();
      out_.incidents.push_back(std::move(incident));
    }
    for (const catalog::ExternalRunRecord& run : out_.catalog->external_runs())
      if (out_.products.contains(run.product)) out_.runs.push_back(run);
    return {};
  }

  Status add_grants() {
    std::vector<catalog::GrantRecord> all;
    if (is_operator()) {
      all.assign(out_.catalog->grants().begin(), out_.catalog->grants().end());
    } else {
      HANSE_TRY(all, grants(app_, question_.session->principal, true));
    }
    std::map<std::string, int64_t> given;
    for (strategy::GrantFact& fact : out_.grants) given[fact.grant.id] = fact.granted_us;
    out_.grants.clear();
    for (catalog::GrantRecord& grant : all) {
      if (!out_.products.contains(grant.product)) continue;
      const auto found = given.find(grant.id);
      const int64_t at_us = found == given.end() ? grant.from_us : found->second;
      out_.grants.push_back({std::move(grant), at_us, 0});
    }
    std::ranges::stable_sort(out_.grants, {}, &strategy::GrantFact::granted_us);
    return {};
  }

  void add_git() {
    std::set<std::string> tips;
    for (const strategy::ApplyFact& apply : out_.applies)
      if (!apply.git_commit.empty()) tips.insert(apply.git_commit);
    auto history = git_history(app_.folder(), {tips.begin(), tips.end()});
    if (!history) {
      out_.missing.push_back("git: " + history.error().message);
      return;
    }
    if (!history->is_whole)
      out_.missing.push_back(
          fmt::format("git: only the newest {} commits are read", kGitCommitsMax));
    add_commits(*std::move(history), out_);
  }

  App& app_;
  const FactsQuestion& question_;
  MeshFacts out_;
};

}  // namespace

Result<MeshFacts> mesh_facts(App& app, const FactsQuestion& question) {
  return GatherMesh(app, question).run();
}

}  // namespace hanse::app
