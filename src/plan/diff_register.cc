// SPDX-License-Identifier: Apache-2.0
#include "plan/diff_register.h"

namespace hanse::plan {
namespace {

// Things of one kind by their id: what they say, and how they are named in an address.
struct Things {
  const char* kind;
  std::string prefix;                 // of the address: "purpose ", "policy "
  Effect when_removed = Effect::kBreaking;
};
using Said = std::map<std::string, std::string>;

void compare(const Things& things, const Said& before, const Said& after,
             std::vector<Change>& out) {
  for (const auto& [id, text] : after) {
    const auto found = before.find(id);
    const std::string address = things.prefix + id;
    if (found == before.end())
      out.push_back({things.kind, address, Effect::kAdditive, address + " is new", {}, false});
    else if (found->second != text)
      out.push_back({things.kind, address, Effect::kCompatible, address + " changes", {}, false});
  }
  for (const auto& [id, text] : before)
    if (!after.contains(id))
      out.push_back({things.kind, things.prefix + id, things.when_removed,
                     things.prefix + id + " is removed", {},
                     things.when_removed == Effect::kBreaking});
}

template <typename... Parts>
std::string joined(const Parts&... parts) {
  std::string out;
  ((out += fmt::format("{}\x1f", parts)), ...);
  return out;
}

template <typename T>
std::string ids(const std::vector<T>& all) {
  std::string out;
  for (const auto& item : all) {
    if constexpr (requires { item.str(); }) out += item.str() + ",";
    else out += item + ",";
  }
  return out;
}

Said teams(const spec::Model& model) {
  Said out;
  for (const auto& team : model.mesh.teams)
    out[team.id.str()] = joined(team.name, team.type, team.group, team.cost_center, team.support);
  return out;
}
Said seats(const spec::Model& model) {
  Said out;
  for (const auto& seat : model.mesh.council)
    out[seat.role] += joined(seat.team.str(), ids(seat.approves));
  return out;
}
Said environments(const spec::Model& model) {
  Said out;
  for (const auto& item : model.mesh.environments) {
    std::string variables;
    for (const auto& [name, value] : item.variables) variables += joined(name, value);
    out[item.id.str()] = joined(item.development, item.data, ids(item.after), ids(item.approvers),
                                item.url, variables);
  }
  return out;
}
Said purposes(const spec::Model& model) {
  Said out;
  for (const auto& item : model.mesh.purposes)
    out[item.id.str()] = joined(item.parent.str(), item.name, item.description, item.legal_basis,
                                item.retention_max, spec::to_string(item.classification_max));
  return out;
}
Said technologies(const spec::Model& model) {
  Said out;
  for (const auto& item : model.mesh.technologies)
    out[item.id] = joined(item.purpose, item.ring, item.decision, item.review_by);
  return out;
}
Said listeners(const spec::Model& model) {
  Said out;
  for (const auto& item : model.mesh.listeners)
    out[item.kind + " " + item.address] = joined(item.certificate, item.key);
  return out;
}
Said users(const spec::Model& model) {
  Said out;
  for (const auto& item : model.mesh.development_users) {
    std::string attributes;
    for (const auto& [name, value] : item.attributes) attributes += joined(name, value);
    out[item.id] = joined(item.name, ids(item.groups), attributes, item.default_purpose.str());
  }
  return out;
}
Said limits(const spec::Model& model) {
  const spec::Limits& l = model.mesh.limits;
  return {{"limits", joined(l.query_time_ms, l.query_memory_bytes, l.engine_memory_bytes,
                            l.result_rows, l.result_bytes, l.query_nesting, l.query_parts,
                            l.query_tables, l.query_text_bytes, l.queries_running, l.policy_time_us,
                            l.request_body_bytes, l.connections)}};
}
Said stores(const spec::Model& model) {
  return {{"stores", joined(model.mesh.state_path, ids(model.mesh.source_roots))}};
}
Said ledgers(const spec::Model& model) {
  return {{"ledger", joined(static_cast<int>(model.mesh.ledger))}};
}
Said notices(const spec::Model& model) {
  return {{"notice", joined(model.mesh.notice_breaking, model.mesh.notice_retirement)}};
}
Said meshes(const spec::Model& model) {
  if (model.mesh.id.empty()) return {};
  return {{model.mesh.id, joined(model.mesh.name, model.mesh.description)}};
}

// Texts of domains without what other functions compare.
Said domain_texts(const spec::Model& model) {
  Said out;
  for (const auto& [id, domain] : model.domains) {
    std::string roles, relations;
    for (const auto& role : domain.roles)
      roles += joined(role.role, role.group, role.username, role.date_in, role.date_out);
    for (const auto& relation : domain.relationships)
      relations += joined(relation.domain.str(), relation.direction, relation.pattern);
    out[id.str()] = joined(domain.name, domain.description, domain.status, domain.subdomain_type,
                           domain.support, domain.cost_center, domain.parent.str(),
                           domain.owner.str(), roles, relations, ids(domain.business_rules),
                           ids(domain.technologies), ids(domain.systems));
  }
  return out;
}
Said agreements(const spec::Model& model) {
  Said out;
  for (const auto& item : model.agreements)
    out[item.consumer_domain.str() + "/" + item.id] =
        joined(item.status, item.provider_domain.str(), item.provider_product, item.provider_port,
               item.provider_major, item.consumer_product, item.consumer_application,
               item.consumer_team.str(), ids(item.purposes), ids(item.columns), item.from,
               item.until, item.notice);
  return out;
}
Said policies(const spec::Model& model) {
  Said out;
  for (const auto& item : model.policies) out[item.path] = item.text;
  return out;
}
Said tables(const spec::Model& model) {
  Said out;
  for (const auto& item : model.policy_tables) out[item.path] = item.value.dump_canonical();
  return out;
}

// Entries of the register: who owns a domain is said in words.
void diff_owners(const spec::Model& before, const spec::Model& after, std::vector<Change>& out) {
  Said old_ones, new_ones;
  for (const auto& entry : before.mesh.domains) old_ones[entry.id.str()] = entry.owner.str();
  for (const auto& entry : after.mesh.domains) new_ones[entry.id.str()] = entry.owner.str();
  for (const auto& [id, owner] : new_ones) {
    const auto found = old_ones.find(id);
    if (found == old_ones.end())
      out.push_back({"domain", "register domain " + id, Effect::kAdditive,
                     fmt::format("domain `{}` is registered, owner `{}`", id, owner), {}, false});
    else if (found->second != owner)
      out.push_back({"domain", "register domain " + id, Effect::kCompatible,
                     fmt::format("the owner of domain `{}` changes from `{}` to `{}`", id,
                                 found->second, owner), {}, false});
  }
  for (const auto& [id, owner] : old_ones)
    if (!new_ones.contains(id))
      out.push_back({"domain", "register domain " + id, Effect::kBreaking,
                     fmt::format("domain `{}` leaves the register", id), {}, true});
}

}  // namespace

void diff_register(const spec::Model& before, const spec::Model& after, std::vector<Change>& out) {
  using Get = Said (*)(const spec::Model&);
  const std::pair<Things, Get> all[] = {
      {{"mesh", "mesh "}, meshes},
      {{"team", "team "}, teams},
      {{"council", "council seat "}, seats},
      {{"environment", "environment "}, environments},
      {{"purpose", "purpose "}, purposes},
      {{"technology", "technology ", Effect::kCompatible}, technologies},
      {{"listener", "listener ", Effect::kCompatible}, listeners},
      {{"identity", "development user ", Effect::kCompatible}, users},
      {{"limit", ""}, limits},
      {{"store", ""}, stores},
      {{"ledger", ""}, ledgers},
      {{"notice", ""}, notices},
      {{"domain", "domain "}, domain_texts},
      {{"agreement", "agreement "}, agreements},
      {{"policy", "policy ", Effect::kCompatible}, policies},
      {{"policyTable", "policy table ", Effect::kCompatible}, tables},
  };
  // Settings that always have a value are none of a mesh that was never applied.
  const bool is_first = before.mesh.id.empty();
  for (const auto& [things, get] : all) {
    const bool is_setting = things.prefix.empty();
    if (is_setting && is_first) continue;
    compare(things, get(before), get(after), out);
  }
  diff_owners(before, after, out);
}

}  // namespace hanse::plan
