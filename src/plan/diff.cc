// SPDX-License-Identifier: Apache-2.0
#include "plan/diff.h"

#include "catalog/product_state.h"
#include "plan/consumers.h"
#include "plan/diff_contract.h"
#include "plan/diff_register.h"
#include "plan/diff_strategy.h"

namespace hanse::plan {
namespace {

template <typename T>
void add_things(const std::map<ProductId, T>& before, const std::map<ProductId, T>& after,
                std::vector<Change>& out) {
  for (const auto& [id, product] : after)
    if (!before.contains(id))
      out.push_back({"product", "product " + id.str(), Effect::kAdditive,
                     fmt::format("product `{}` is new", id.str()), {}, false, {}, "",
                     product.status});
  for (const auto& [id, product] : before)
    if (!after.contains(id))
      out.push_back({"product", "product " + id.str(), Effect::kBreaking,
                     fmt::format("product `{}` is removed with its data", id.str()), {}, true, {},
                     product.status, ""});
}

void diff_text(const std::string& address, std::string_view what, const std::string& before,
               const std::string& after, std::vector<Change>& out) {
  if (before == after) return;
  out.push_back({"product", address, Effect::kCompatible,
                 fmt::format("{} changes from `{}` to `{}`", what, before, after), {}, false});
}

// Whoever could read it cannot any more.
bool withdraws(const std::string& before, const std::string& after) {
  using catalog::Lifecycle;
  const auto is_served = [](const std::string& status) {
    const Lifecycle word = catalog::lifecycle_of(status, "");
    return word == Lifecycle::kActive || word == Lifecycle::kDeprecated;
  };
  return is_served(before) && !is_served(after);
}

void diff_status(const std::string& address, const std::string& before, const std::string& after,
                 std::vector<Change>& out) {
  if (before == after) return;
  diff_text(address, "status", before, after, out);
  out.back().from = before;
  out.back().to = after;
  if (withdraws(before, after)) out.back().effect = Effect::kBreaking;
}

std::map<std::string, std::string> ports_of(const spec::DataProduct& product) {
  std::map<std::string, std::string> out;
  for (const auto& port : product.output_ports)
    out[port.name + " " + port.version] = port.contract_id;
  return out;
}

void diff_ports(const std::string& address, const spec::DataProduct& before,
                const spec::DataProduct& after, std::vector<Change>& out) {
  const auto old_ports = ports_of(before), new_ports = ports_of(after);
  for (const auto& [name, contract] : new_ports)
    if (!old_ports.contains(name))
      out.push_back({"port", address + " port " + name, Effect::kAdditive,
                     fmt::format("output port `{}` is new", name), {}, false});
    else if (old_ports.at(name) != contract)
      out.push_back({"port", address + " port " + name, Effect::kBreaking,
                     fmt::format("output port `{}` has another contract, `{}`", name, contract),
                     {}, false});
  for (const auto& [name, contract] : old_ports)
    if (!new_ports.contains(name))
      out.push_back({"port", address + " port " + name, Effect::kBreaking,
                     fmt::format("output port `{}` is removed", name), {}, true});
}

void diff_transforms(const std::string& address, const spec::DataProduct& before,
                     const spec::DataProduct& after, std::vector<Change>& out) {
  std::map<std::string, std::string> old_ones, new_ones;
  for (const auto& transform : before.transforms) old_ones[transform.table] = transform.sql;
  for (const auto& transform : after.transforms) new_ones[transform.table] = transform.sql;
  for (const auto& [table, sql] : new_ones) {
    const auto found = old_ones.find(table);
    if (found != old_ones.end() && found->second == sql) continue;
    out.push_back({"transform", address + " table " + table, Effect::kCompatible,
                   fmt::format("the transform of `{}` {}", table,
                               found == old_ones.end() ? "is new" : "changes"), {}, false});
  }
  for (const auto& [table, sql] : old_ones)
    if (!new_ones.contains(table))
      out.push_back({"transform", address + " table " + table, Effect::kCompatible,
                     fmt::format("the transform of `{}` is removed", table), {}, false});
}

void diff_product(const ProductId& id, const spec::DataProduct& before,
                  const spec::DataProduct& after, std::vector<Change>& out) {
  const std::string address = "product " + id.str();
  diff_text(address, "version", before.version, after.version, out);
  diff_status(address, before.status, after.status, out);
  diff_text(address, "refresh", before.refresh, after.refresh, out);
  diff_text(address, "purpose", before.purpose, after.purpose, out);
  diff_text(address, "declassify", before.declassify_reason, after.declassify_reason, out);
  diff_text(address, "description", before.description.purpose, after.description.purpose, out);
  diff_text(address, "team", before.team.name, after.team.name, out);
  if (before.materialization != after.materialization)
    diff_text(address, "materialization", std::string(spec::to_string(before.materialization)),
              std::string(spec::to_string(after.materialization)), out);
  const auto tool = [](const spec::DataProduct& product) {
    return product.external_build ? product.external_build->tool : std::string();
  };
  diff_text(address, "externalBuild", tool(before), tool(after), out);
  diff_ports(address, before, after, out);
  diff_transforms(address, before, after, out);
}

ScopeId scope_of_path(const std::string& path) {
  constexpr std::string_view kDomains = "domains/";
  if (!path.starts_with(kDomains)) return {};
  return {path.substr(kDomains.size(), path.find('/', kDomains.size()) - kDomains.size())};
}

// Whose file a change is in, by its address.
ScopeId scope_of(const Change& change, const spec::Model& before, const spec::Model& after) {
  const size_t space = change.address.find(' ');
  const std::string kind = change.address.substr(0, space);
  const std::string rest = space == std::string::npos ? "" : change.address.substr(space + 1);
  const std::string id = rest.substr(0, rest.find(' '));
  if (kind == "domain") return {id};
  if (kind == "product" || kind == "agreement") return {id.substr(0, id.find('/'))};
  if (change.kind == "policy" || change.kind == "policyTable")
    return scope_of_path(rest.substr(rest.rfind(' ') + 1));
  if (kind != "contract") return {};
  for (const spec::Model* model : {&after, &before})
    if (const auto found = model->contracts.find(id); found != model->contracts.end())
      return scope_of_path(found->second.path);
  return {};
}

}  // namespace

std::string_view to_string(Effect effect) {
  switch (effect) {
    case Effect::kNone: return "none";
    case Effect::kAdditive: return "additive";
    case Effect::kCompatible: return "compatible";
    case Effect::kBreaking: return "breaking";
  }
  return "breaking";
}

std::vector<Change> diff(const spec::Model& before, const spec::Model& after,
                         const catalog::RecordList<catalog::GrantRecord>& grants,
                         const std::vector<catalog::TableEntry>& applied) {
  std::vector<Change> out;
  diff_register(before, after, out);
  diff_strategy(before, after, out);
  add_things(before.products, after.products, out);
  for (const auto& [id, product] : after.products)
    if (const auto found = before.products.find(id); found != before.products.end())
      diff_product(id, found->second, product, out);
  diff_contracts(before, after, out);
  const Consumers consumers(before, after, grants, applied);
  for (Change& change : out) change.scope = scope_of(change, before, after);
  for (Change& change : out)
    if (change.effect == Effect::kBreaking || change.effect == Effect::kCompatible)
      consumers.fill(change);
  std::ranges::stable_sort(out, [](const Change& a, const Change& b) {
    return std::tie(a.address, a.text) < std::tie(b.address, b.text);
  });
  return out;
}

}  // namespace hanse::plan
