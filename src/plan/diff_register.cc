// SPDX-License-Identifier: Apache-2.0
#include "plan/diff_register.h"

#include "plan/diff_policy_tables.h"

namespace hanse::plan {
namespace {

// Things of one kind by their id: what they say, and how they are named in an address.
struct Things {
  const char* kind;
  std::string prefix;  // of the address: "purpose ", "policy "
  Effect when_removed = Effect::kBreaking;
};
using Fields = std::vector<std::pair<std::string_view, std::string>>;  // by name, as people read
using Said = std::map<std::string, Fields>;

constexpr size_t kValueShownMax = 60;

std::string shown(const std::string& value) {
  if (value.empty()) return "nothing";
  if (value.size() <= kValueShownMax && value.find('\n') == std::string::npos)
    return "`" + value + "`";
  return "another text";
}

// "the `groups` change from `a` to `a, b`": what a reviewer must see.
std::string what_changes(const Fields& before, const Fields& after) {
  std::string out;
  for (size_t i = 0; i < after.size(); ++i) {
    const std::string old = i < before.size() ? before[i].second : "";
    if (old == after[i].second) continue;
    const std::string from = shown(old), to = shown(after[i].second);
    out += fmt::format("{}`{}` changes", out.empty() ? "" : "; ", after[i].first);
    if (from != to) out += fmt::format(" from {} to {}", from, to);
  }
  return out;
}

void compare(const Things& things, const Said& before, const Said& after,
             std::vector<Change>& out) {
  for (const auto& [id, fields] : after) {
    const auto found = before.find(id);
    const std::string address = things.prefix + id;
    if (found == before.end())
      out.push_back({things.kind, address, Effect::kAdditive, address + " is new", {}, false});
    else if (found->second != fields)
      out.push_back({things.kind,
                     address,
                     Effect::kCompatible,
                     what_changes(found->second, fields),
                     {},
                     false});
  }
  for (const auto& [id, fields] : before)
    if (!after.contains(id))
      out.push_back({things.kind,
                     things.prefix + id,
                     things.when_removed,
                     things.prefix + id + " is removed",
                     {},
                     things.when_removed == Effect::kBreaking});
}

template <typename T>
std::string text_of(const T& value) {
  if constexpr (std::is_same_v<T, bool>)
    return value ? "true" : "false";
  else if constexpr (std::is_convertible_v<T, std::string_view>)
    return std::string(value);
  else
    return std::to_string(value);
}

template <typename... Parts>
std::string joined(const Parts&... parts) {
  std::string out;
  ((out += (out.empty() ? "" : " ") + text_of(parts)), ...);
  return out;
}

template <typename T>
std::string ids(const std::vector<T>& all) {
  std::string out;
  for (const auto& item : all) {
    if (!out.empty()) out += ", ";
    if constexpr (requires { item.str(); })
      out += item.str();
    else
      out += item;
  }
  return out;
}

std::string quiet_text(const spec::QuietHours& quiet) {
  return quiet.is_set() ? joined(quiet.from, "to", quiet.to, quiet.time_zone, quiet.pass) : "";
}
Said teams(const spec::Model& model) {
  Said out;
  for (const auto& team : model.mesh.teams)
    out[team.id.str()] = {{"name", team.name},
                          {"type", team.type},
                          {"group", team.group},
                          {"costCenter", team.cost_center},
                          {"support", team.support},
                          {"quietHours", quiet_text(team.quiet_hours)}};
  return out;
}
Said seats(const spec::Model& model) {
  Said out;
  for (const auto& seat : model.mesh.council)
    out[seat.role].push_back({"seat", joined(seat.team.str(), "for", ids(seat.approves))});
  return out;
}
Said environments(const spec::Model& model) {
  Said out;
  for (const auto& item : model.mesh.environments) {
    std::string variables;
    for (const auto& [name, value] : item.variables) variables += joined(name, "=", value) + " ";
    out[item.id.str()] = {
        {"development", text_of(item.development)}, {"data", item.data}, {"after", ids(item.after)},
        {"approvers", ids(item.approvers)},         {"url", item.url},   {"variables", variables}};
  }
  return out;
}
Said purposes(const spec::Model& model) {
  Said out;
  for (const auto& item : model.mesh.purposes)
    out[item.id.str()] = {
        {"parent", item.parent.str()},
        {"name", item.name},
        {"description", item.description},
        {"legalBasis", item.legal_basis},
        {"retentionMax", item.retention_max},
        {"classificationMax", std::string(spec::to_string(item.classification_max))}};
  return out;
}
Said technologies(const spec::Model& model) {
  Said out;
  for (const auto& item : model.mesh.technologies)
    out[item.id] = {{"for", item.purpose},
                    {"ring", item.ring},
                    {"decision", item.decision},
                    {"reviewBy", item.review_by}};
  return out;
}
Said listeners(const spec::Model& model) {
  Said out;
  for (const auto& item : model.mesh.listeners)
    out[item.kind + " " + item.address] = {{"certificate", item.certificate}, {"key", item.key}};
  return out;
}
Said users(const spec::Model& model) {
  Said out;
  for (const auto& item : model.mesh.development_users) {
    std::string attributes;
    for (const auto& [name, value] : item.attributes) attributes += joined(name, "=", value) + " ";
    out[item.id] = {{"name", item.name},
                    {"groups", ids(item.groups)},
                    {"attributes", attributes},
                    {"defaultPurpose", item.default_purpose.str()}};
  }
  return out;
}
Said limits(const spec::Model& model) {
  Said out;
  for (const spec::LimitField& field : spec::kLimitFields)
    out["limits"].push_back({field.name, text_of(model.mesh.limits.*field.value)});
  return out;
}
Said stores(const spec::Model& model) {
  return {
      {"stores", {{"state", model.mesh.state_path}, {"sources", ids(model.mesh.source_roots)},
        {"targets", ids(model.mesh.targets)}}}};
}
Said ledgers(const spec::Model& model) {
  const bool strict = model.mesh.ledger == spec::LedgerMode::kStrict;
  return {{"ledger", {{"ledger", strict ? "strict" : "relaxed"}}}};
}
Said notices(const spec::Model& model) {
  return {
      {"notice",
       {{"breaking", model.mesh.notice_breaking}, {"retirement", model.mesh.notice_retirement}}}};
}
Said notifications(const spec::Model& model) {
  const spec::Notifications& all = model.mesh.notifications;
  return {{"notifications",
           {{"mail", joined(all.mail.server, all.mail.security, all.mail.sender, all.mail.user,
                            all.mail.password)},
            {"webhook", joined(all.webhook.secret,
                               all.webhook.private_addresses ? "with private addresses" : "")},
            {"authorities", all.authorities}, {"quietHours", quiet_text(all.quiet_hours)}}}};
}
Said meshes(const spec::Model& model) {
  if (model.mesh.id.empty()) return {};
  return {{model.mesh.id, {{"name", model.mesh.name}, {"description", model.mesh.description}}}};
}

// Texts of domains without what other functions compare.
Said domain_texts(const spec::Model& model) {
  Said out;
  for (const auto& [id, domain] : model.domains) {
    std::string roles, relations;
    for (const auto& role : domain.roles)
      roles += joined(role.role, role.group, role.username, role.date_in, role.date_out) + "; ";
    for (const auto& relation : domain.relationships)
      relations += joined(relation.domain.str(), relation.direction, relation.pattern) + "; ";
    out[id.str()] = {{"name", domain.name},
                     {"description", domain.description},
                     {"status", domain.status},
                     {"subdomainType", domain.subdomain_type},
                     {"support", domain.support},
                     {"costCenter", domain.cost_center},
                     {"parent", domain.parent.str()},
                     {"owner", domain.owner.str()},
                     {"roles", roles},
                     {"relationships", relations},
                     {"businessRules", ids(domain.business_rules)},
                     {"technologies", ids(domain.technologies)},
                     {"systems", ids(domain.systems)}};
  }
  return out;
}
Said agreements(const spec::Model& model) {
  Said out;
  for (const auto& item : model.agreements)
    out[item.consumer_domain.str() + "/" + item.id] = {
        {"status", item.status},
        {"provider", joined(item.provider_domain.str(), item.provider_product, item.provider_port,
                            item.provider_major)},
        {"consumer",
         joined(item.consumer_product, item.consumer_application, item.consumer_team.str())},
        {"purposes", ids(item.purposes)},
        {"columns", ids(item.columns)},
        {"from", item.from},
        {"until", item.until},
        {"notice", item.notice}};
  return out;
}
Said concepts(const spec::Model& model) {
  Said out;
  for (const auto& [address, item] : model.concepts)
    out[address] = {
        {"name", item.name},
        {"definition", item.definition},
        {"description", item.description},
        {"owner", item.owner.str()},
        {"logicalType",
         item.logical_type ? std::string(spec::to_string(*item.logical_type)) : ""},
        {"pattern", item.pattern},
        {"classification",
         item.classification ? std::string(spec::to_string(*item.classification)) : ""},
        {"synonyms", ids(item.synonyms)},
        {"related", ids(item.related)}};
  return out;
}
Said policies(const spec::Model& model) {
  Said out;
  for (const auto& item : model.policies) out[item.path] = {{"text", item.text}};
  return out;
}
Said tables(const spec::Model& model) {
  Said out;
  // What changes inside is said by rule: here only tables that come or go.
  for (const auto& item : model.policy_tables) out[item.path] = {};
  return out;
}

// Entries of the register: who owns a domain is said in words.
void diff_owners(const spec::Model& before, const spec::Model& after, std::vector<Change>& out) {
  std::map<std::string, std::string> old_ones, new_ones;
  for (const auto& entry : before.mesh.domains) old_ones[entry.id.str()] = entry.owner.str();
  for (const auto& entry : after.mesh.domains) new_ones[entry.id.str()] = entry.owner.str();
  for (const auto& [id, owner] : new_ones) {
    const auto found = old_ones.find(id);
    if (found == old_ones.end())
      out.push_back({"domain",
                     "register domain " + id,
                     Effect::kAdditive,
                     fmt::format("domain `{}` is registered, owner `{}`", id, owner),
                     {},
                     false});
    else if (found->second != owner)
      out.push_back({"domain",
                     "register domain " + id,
                     Effect::kCompatible,
                     fmt::format("the owner of domain `{}` changes from `{}` to `{}`", id,
                                 found->second, owner),
                     {},
                     false});
  }
  for (const auto& [id, owner] : old_ones)
    if (!new_ones.contains(id))
      out.push_back({"domain",
                     "register domain " + id,
                     Effect::kBreaking,
                     fmt::format("domain `{}` leaves the register", id),
                     {},
                     true});
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
      {{"notification", ""}, notifications},
      {{"domain", "domain "}, domain_texts},
      {{"agreement", "agreement "}, agreements},
      {{"concept", "concept ", Effect::kCompatible}, concepts},
      {{"policy", "policy ", Effect::kCompatible}, policies},
      {{"policyTable", "policy table ", Effect::kCompatible}, tables},
  };
  // Settings that always have a value are none of a mesh that was never applied.
  const bool is_first = before.mesh.id.empty();
  for (const auto& [things, get] : all) {
    if (things.prefix.empty() && is_first) continue;  // a setting
    compare(things, get(before), get(after), out);
  }
  diff_policy_tables(before, after, out);
  diff_owners(before, after, out);
}

}  // namespace hanse::plan
