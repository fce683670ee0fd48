// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "spec/names.h"
#include "strategy/domains/load_inventory.h"

namespace hanse::strategy {
namespace {

// The ids of one kind of thing, each with its place.
class IdTable {
 public:
  IdTable(std::string_view what, std::string_view where) : what_(what), where_(where) {}

  template <typename T>
  void take(const std::vector<T>& all, Diagnostics& diagnostics) {
    for (const T& each : all) {
      if (each.id.empty()) continue;
      if (!ids_.insert(each.id).second)
        diagnostics.error("HNS-G013", each.span,
                          fmt::format("a second {} has the id `{}`", what_, each.id));
    }
  }
  bool has(const std::string& id) const { return ids_.contains(id); }
  void need(const std::string& id, const Span& span, Diagnostics& diagnostics) const {
    if (id.empty() || has(id) || diagnostics.is_full(span)) return;
    diagnostics.error("HNS-G014", span, fmt::format("there is no {} `{}`", what_, id), help(id));
  }
  std::string help(const std::string& id) const {
    const std::string_view near = nearest(id, {ids_.begin(), ids_.end()});
    return near.empty() ? fmt::format("add it to `{}`, or take it out here", where_)
                        : fmt::format("did you mean `{}`?", near);
  }
  const std::set<std::string>& ids() const { return ids_; }

 private:
  std::string_view what_, where_;
  std::set<std::string> ids_;
};

class InventoryCheck {
 public:
  InventoryCheck(const Inventory& inventory, Diagnostics& diagnostics)
      : inventory_(inventory), diagnostics_(diagnostics) {}

  void run() {
    take_ids();
    check_people();
    check_systems();
    check_hierarchy();
    check_statements();
    check_constraints();
  }

 private:
  void take_ids();
  void check_people();
  void check_systems();
  void check_hierarchy();
  void check_statements();
  void check_constraints();
  void need_all(const IdTable& table, const std::vector<std::string>& ids, const Span& span) {
    for (const std::string& id : ids) table.need(id, span, diagnostics_);
  }
  void need_item(const std::string& id, const Span& span);

  const Inventory& inventory_;
  Diagnostics& diagnostics_;
  IdTable units_{"business unit", "units"}, capabilities_{"capability", "capabilities"},
      streams_{"value stream", "valueStreams"}, teams_{"team", "teams"},
      applications_{"application", "applications"}, assets_{"data asset", "assets"};
};

void InventoryCheck::take_ids() {
  units_.take(inventory_.units, diagnostics_);
  capabilities_.take(inventory_.capabilities, diagnostics_);
  streams_.take(inventory_.streams, diagnostics_);
  teams_.take(inventory_.teams, diagnostics_);
  applications_.take(inventory_.applications, diagnostics_);
  assets_.take(inventory_.assets, diagnostics_);
  for (const InventoryAsset& asset : inventory_.assets)
    if (capabilities_.has(asset.id))
      diagnostics_.error("HNS-G013", asset.span,
                         fmt::format("a capability has the id `{}`, too: statements and "
                                     "constraints name both by id",
                                     asset.id));
}

void InventoryCheck::check_people() {
  for (const auto& team : inventory_.teams) units_.need(team.unit, team.unit_span, diagnostics_);
  for (const auto& each : inventory_.collaborations) {
    teams_.need(each.team, each.span, diagnostics_);
    teams_.need(each.with, each.with_span, diagnostics_);
  }
}

void InventoryCheck::check_systems() {
  for (const auto& each : inventory_.applications) {
    teams_.need(each.owner, each.owner_span, diagnostics_);
    units_.need(each.unit, each.unit_span, diagnostics_);
    need_all(capabilities_, each.capabilities, each.capabilities_span);
  }
  for (const auto& each : inventory_.assets)
    need_all(capabilities_, each.capabilities, each.capabilities_span);
  for (const auto& each : inventory_.access) {
    applications_.need(each.application, each.span, diagnostics_);
    assets_.need(each.asset, each.asset_span, diagnostics_);
  }
  for (const auto& each : inventory_.integrations) {
    applications_.need(each.from, each.span, diagnostics_);
    applications_.need(each.to, each.to_span, diagnostics_);
    need_all(assets_, each.assets, each.assets_span);
  }
  for (const auto& each : inventory_.links) {
    assets_.need(each.from, each.span, diagnostics_);
    assets_.need(each.to, each.to_span, diagnostics_);
  }
}

void InventoryCheck::check_hierarchy() {
  std::map<std::string, const InventoryCapability*> by_id;
  for (const auto& each : inventory_.capabilities) {
    capabilities_.need(each.parent, each.parent_span, diagnostics_);
    units_.need(each.unit, each.unit_span, diagnostics_);
    by_id.emplace(each.id, &each);
  }
  for (const auto& each : inventory_.capabilities) {
    const InventoryCapability* at = &each;
    for (size_t steps = 0; at != nullptr && !at->parent.empty(); ++steps) {
      if (at->parent == each.id || steps > by_id.size()) {
        diagnostics_.error("HNS-G015", each.parent_span,
                           fmt::format("`{}` is above itself in the capability map", each.id));
        break;
      }
      const auto found = by_id.find(at->parent);
      at = found == by_id.end() ? nullptr : found->second;
    }
  }
  for (const auto& stream : inventory_.streams) {
    units_.need(stream.unit, stream.span, diagnostics_);
    for (const auto& stage : stream.stages) need_all(capabilities_, stage.capabilities, stage.span);
  }
}

void InventoryCheck::need_item(const std::string& id, const Span& span) {
  if (capabilities_.has(id) || assets_.has(id)) return;
  std::vector<std::string_view> names(capabilities_.ids().begin(), capabilities_.ids().end());
  names.insert(names.end(), assets_.ids().begin(), assets_.ids().end());
  const std::string_view near = nearest(id, names);
  diagnostics_.error("HNS-G014", span, fmt::format("there is no capability or data asset `{}`", id),
                     applications_.has(id)
                         ? "applications are evidence, not members: name what it does"
                     : near.empty() ? "add it, or take it out here"
                                    : fmt::format("did you mean `{}`?", near));
}

void InventoryCheck::check_statements() {
  for (const auto& each : inventory_.statements) {
    for (const std::string& item : each.items) need_item(item, each.span);
    const std::set<std::string> different(each.items.begin(), each.items.end());
    if (different.size() < 2)
      diagnostics_.error("HNS-G016", each.span,
                         "a statement is about two capabilities or data assets at least");
  }
}

void InventoryCheck::check_constraints() {
  const auto& constraints = inventory_.constraints;
  std::map<std::string, std::string> domain_of, spelled;
  for (const auto& fixed : constraints.fixed) {
    const auto [same, is_new] = spelled.emplace(spec::folded_id(fixed.domain), fixed.domain);
    if (!is_new && same->second != fixed.domain)
      diagnostics_.error("HNS-V016", fixed.span,
                         fmt::format("the domains `{}` and `{}` differ only by case, `-` or `_`",
                                     same->second, fixed.domain));
    for (const std::string& item : fixed.items) {
      need_item(item, fixed.span);
      const auto [at, added] = domain_of.emplace(item, fixed.domain);
      if (!added && at->second != fixed.domain)
        diagnostics_.error(
            "HNS-G017", fixed.span,
            fmt::format("`{}` is fixed in `{}` and in `{}`", item, at->second, fixed.domain));
    }
  }
  for (const auto* groups : {&constraints.together, &constraints.apart})
    for (const auto& group : *groups)
      for (const std::string& item : group) need_item(item, constraints.span);
  std::set<std::pair<std::string, std::string>> together;
  for (const auto& group : constraints.together)
    for (const std::string& a : group)
      for (const std::string& b : group) together.emplace(a, b);
  for (const auto& group : constraints.apart)
    for (size_t i = 0; i < group.size(); ++i)
      for (size_t j = i + 1; j < group.size(); ++j)
        if (together.contains({group[i], group[j]}))
          diagnostics_.error(
              "HNS-G017", constraints.span,
              fmt::format("`{}` and `{}` are to stay together and apart", group[i], group[j]));
  if (constraints.domains_max > 0 && constraints.domains_min > constraints.domains_max)
    diagnostics_.error("HNS-G017", constraints.span,
                       fmt::format("at least {} domains and at most {}", constraints.domains_min,
                                   constraints.domains_max));
}

}  // namespace

void check_inventory(const Inventory& inventory, Diagnostics& diagnostics) {
  InventoryCheck(inventory, diagnostics).run();
}

}  // namespace hanse::strategy
