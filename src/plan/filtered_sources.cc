// SPDX-License-Identifier: Apache-2.0
#include "plan/filtered_sources.h"

#include <set>

#include "govern/decision.h"
#include "govern/statement.h"
#include "identity/provider.h"

namespace hanse::plan {
namespace {

constexpr size_t kAskersMax = 32, kPurposesMax = 8;

struct Asker {
  std::string name;                     // "user `analyst`"
  identity::Principal principal;
};

// The users that can be tried, and somebody of each group that is registered.
std::vector<Asker> askers_of(const spec::Model& model) {
  std::vector<Asker> out;
  for (const spec::DevelopmentUser& user : model.mesh.development_users)
    if (auto principal = identity::development_principal(user.id, model.mesh.development_users))
      out.push_back({fmt::format("user `{}`", user.id), std::move(*principal)});
  std::set<std::string> groups;
  for (const spec::MeshTeam& team : model.mesh.teams) groups.insert(team.group);
  for (const auto& [id, domain] : model.domains)
    for (const spec::DomainRole& role : domain.roles) groups.insert(role.group);
  for (const std::string& group : groups) {
    if (group.empty()) continue;
    identity::Principal principal;
    principal.id = "anybody";
    principal.groups = {group};
    out.push_back({fmt::format("group `{}`", group), std::move(principal)});
  }
  out.resize(std::min(out.size(), kAskersMax));
  return out;
}

class Auditor {
 public:
  Auditor(const catalog::CatalogSnapshot& catalog, const EnvironmentId& environment,
          int64_t now_us)
      : catalog_(catalog), environment_(environment), now_us_(now_us),
        askers_(askers_of(catalog.model())) {
    for (const spec::Purpose& purpose : catalog.model().mesh.purposes)
      if (purposes_.size() < kPurposesMax) purposes_.push_back(purpose.id);
  }

  void table(const catalog::TableEntry& table, Diagnostics& diagnostics) const {
    if (!table.product->declassify_reason.empty()) return;
    for (const std::string& name : table.reads) {
      const size_t dot = name.find('.');
      const auto* source = catalog_.find_table(name.substr(0, dot), name.substr(dot + 1));
      if (source != nullptr && source->address.product != table.address.product)
        pair(table, *source, diagnostics);
    }
  }

 private:
  using Rules = std::set<std::string>;

  static std::vector<std::string> columns_of(const catalog::TableEntry& table) {
    std::vector<std::string> out;
    for (const auto& column : table.columns) out.push_back(column.name);
    return out;
  }
  // The filters on the whole table, whether it may be read or not.
  Rules filters(const catalog::TableEntry& table, const govern::Session& session) const {
    Rules out;
    const auto decision = decider_.decide(catalog_, table, columns_of(table), session, now_us_);
    if (decision)
      for (const policy::RowFilter& filter : (*decision)->filters) out.insert(filter.rule);
    return out;
  }
  bool shown_unfiltered(const catalog::TableEntry& table, const govern::Session& session) const {
    const auto visible = decider_.visibility(catalog_, table, session, now_us_);
    if (!visible || (*visible)->columns.empty()) return false;
    const auto decision = decider_.decide(catalog_, table, (*visible)->columns, session, now_us_);
    return decision && (*decision)->allow && (*decision)->filters.empty();
  }

  void pair(const catalog::TableEntry& table, const catalog::TableEntry& source,
            Diagnostics& diagnostics) const {
    const spec::Limits& limits = catalog_.model().mesh.limits;
    const Rules own =
        filters(source, govern::product_session(*table.product, environment_, limits));
    for (const Asker& asker : askers_)
      for (const PurposeId& purpose : purposes_) {
        const govern::Session session{asker.principal, purpose, "plan", environment_, limits};
        for (const std::string& rule : filters(source, session)) {
          if (own.contains(rule) || !shown_unfiltered(table, session)) continue;
          return report(table, source, asker, rule, diagnostics);
        }
      }
  }

  static void report(const catalog::TableEntry& table, const catalog::TableEntry& source,
                     const Asker& asker, const std::string& rule, Diagnostics& diagnostics) {
    diagnostics.add(
        {"HNS-T009", Severity::kWarning,
         fmt::format("`{}.{}` shows {} what is computed from all rows of `{}.{}`", table.schema,
                     table.name, asker.name, source.schema, source.name),
         table.port->span, "product " + table.address.product.str(),
         {fmt::format("`{}` withholds rows of `{}.{}` there", rule, source.schema, source.name)},
         "filter it as well, or state `declassify` with a reason and an approver"});
  }

  const catalog::CatalogSnapshot& catalog_;
  const EnvironmentId& environment_;
  const int64_t now_us_;
  std::vector<Asker> askers_;
  std::vector<PurposeId> purposes_;
  govern::Decider decider_{nullptr};
};

}  // namespace

void check_filtered_sources(const catalog::CatalogSnapshot& candidate,
                            const EnvironmentId& environment, int64_t now_us,
                            Diagnostics& diagnostics) {
  if (candidate.policies() == nullptr) return;
  const Auditor auditor(candidate, environment, now_us);
  for (const catalog::TableEntry& table : candidate.tables()) auditor.table(table, diagnostics);
}

}  // namespace hanse::plan
