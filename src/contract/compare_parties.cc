// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "contract/compare.h"
#include "contract/match.h"

namespace hanse::contract {
namespace {

using spec::DataContract;
using spec::Server;

Topic contract_place(std::string_view kind, std::string address, const Span& span) {
  return {kind, std::move(address), span};
}

// Only names of fields are told: values may have been put in for `${NAME}`.
struct ServerFields {
  std::vector<std::string> place, form;
  bool words = false;
};
ServerFields changed_fields(const Server& before, const Server& after) {
  ServerFields out;
  // With variables resolved: a contract leads elsewhere when one of them does.
  const Json& was = before.values.reveal();
  const Json& is = after.values.reveal();
  std::set<std::string> names;
  for (const Json* fields : {&was, &is})
    for (const auto& [name, value] : fields->members()) names.insert(name);
  for (const std::string& name : names) {
    if (was[name] == is[name] || name == "type" || name == "server") continue;
    if (name == "format" || name == "delimiter" || name == "encoding")
      out.form.push_back(name);
    else if (name == "description" || name == "roles" || name == "customProperties" || name == "id")
      out.words = true;
    else
      out.place.push_back(name);
  }
  return out;
}

void compare_server(const Server& before, const Server& after, const Topic& place, Changes& out) {
  const auto add = [&](Rule rule, const std::string& text) {
    out.add(rule, place, fmt::format("server `{}` {}", after.server, text));
  };
  const ServerFields changed = changed_fields(before, after);
  if (!equal_ignoring_case(before.type, after.type)) {
    out.add(Rule::kServerType, place,
            fmt::format("server `{}` is of type {}, not {}", after.server, after.type, before.type),
            {before.type, after.type});
    return;  // the fields of another type are others
  }
  if (!changed.place.empty())
    add(Rule::kServerPlace,
        fmt::format("is elsewhere: `{}` changes", fmt::join(changed.place, "`, `")));
  if (!changed.form.empty())
    add(Rule::kServerForm,
        fmt::format("has files of another form: `{}` changes", fmt::join(changed.form, "`, `")));
  if (changed.words) add(Rule::kServerDescribed, "is described anew");
}

void compare_servers(const Pair& contracts, Changes& out) {
  const auto& before = contracts.before.servers;
  const auto& after = contracts.after.servers;
  const Matches matches =
      match<Server>(before, after, {[](const Server& one) { return one.server; }});
  for (size_t i = 0; i < after.size(); ++i) {
    const Topic place = contract_place("server", "server " + after[i].server, after[i].span);
    if (matches.old_of[i])
      compare_server(before[*matches.old_of[i]], after[i], place, out);
    else
      out.add(Rule::kServerAdded, place, fmt::format("server `{}` is added", after[i].server),
              {"", after[i].server});
  }
  for (size_t i = 0; i < before.size(); ++i)
    if (!matches.is_kept[i])
      out.add(Rule::kServerRemoved,
              contract_place("server", "server " + before[i].server, contracts.after.span),
              fmt::format("server `{}` is removed", before[i].server), {before[i].server, ""});
}

void compare_roles(const Pair& contracts, Changes& out) {
  const auto& before = contracts.before.roles;
  const auto& after = contracts.after.roles;
  const Matches matches =
      match<spec::Role>(before, after, {[](const spec::Role& one) { return one.role; }});
  const auto place_of = [&](const spec::Role& role) {
    return contract_place("role", "role " + role.role, contracts.after.span);
  };
  for (size_t i = 0; i < after.size(); ++i) {
    const spec::Role& role = after[i];
    if (!matches.old_of[i]) {
      out.add(Rule::kRoleAdded, place_of(role), fmt::format("role `{}` is added", role.role),
              {"", role.role});
      continue;
    }
    const spec::Role& old_one = before[*matches.old_of[i]];
    if (old_one.access != role.access)
      out.add(Rule::kRoleAccess, place_of(role),
              fmt::format("role `{}` has the access `{}` instead of `{}`", role.role, role.access,
                          old_one.access),
              {old_one.access, role.access});
    if (old_one.description != role.description || old_one.foreign != role.foreign)
      out.add(Rule::kRoleDescribed, place_of(role),
              fmt::format("role `{}` is described anew", role.role));
  }
  for (size_t i = 0; i < before.size(); ++i)
    if (!matches.is_kept[i])
      out.add(Rule::kRoleRemoved, place_of(before[i]),
              fmt::format("role `{}` is removed", before[i].role), {before[i].role, ""});
}

std::string price_text(const Json& price) {
  if (price.is_null()) return {};
  std::string out = scalar_text(price["priceAmount"]);
  for (const std::string_view part : {"priceCurrency", "priceUnit"})
    if (const std::string word = scalar_text(price[part]); !word.empty())
      out += (part == "priceUnit" ? " per " : " ") + word;
  return out;
}

void compare_prices(const Pair& contracts, Changes& out) {
  const Json& was = contracts.before.foreign["price"];
  const Json& is = contracts.after.foreign["price"];
  const Topic place = contract_place("price", "price", contracts.after.span);
  const Changes::Values values{price_text(was), price_text(is)};
  const auto add = [&](Rule rule, const std::string& text) { out.add(rule, place, text, values); };
  const double old_amount = was["priceAmount"].as_double(), amount = is["priceAmount"].as_double();
  const bool was_free = was.is_null() || was["priceAmount"].is_null() || old_amount == 0;
  const bool is_free = is.is_null() || is["priceAmount"].is_null() || amount == 0;
  if (was_free && is_free) return;
  if (was_free) return add(Rule::kPriceAdded, "the price is " + values.after);
  if (is_free) return add(Rule::kPriceRemoved, "there is no price any more");
  if (differs(was, is, {"priceCurrency", "priceUnit"}))
    return add(Rule::kPriceChanged,
               fmt::format("the price is {} instead of {}", values.after, values.before));
  if (amount != old_amount)
    add(amount > old_amount ? Rule::kPriceRaised : Rule::kPriceLowered,
        fmt::format("the price is {} instead of {}", values.after, values.before));
}

bool same_channel(const spec::SupportChannel& one, const spec::SupportChannel& other) {
  return one.channel == other.channel && one.url == other.url && one.tool == other.tool &&
         one.scope == other.scope && one.description == other.description &&
         one.foreign == other.foreign;
}

bool same_member(const spec::TeamMember& one, const spec::TeamMember& other) {
  return one.username == other.username && one.name == other.name && one.role == other.role &&
         one.date_in == other.date_in && one.date_out == other.date_out &&
         one.foreign == other.foreign;
}

}  // namespace

void compare_parties(const Pair& contracts, Changes& out) {
  const auto& [before, after] = contracts;
  compare_servers(contracts, out);
  compare_roles(contracts, out);
  compare_prices(contracts, out);
  if (!std::ranges::equal(before.support, after.support, same_channel))
    out.add(Rule::kSupport, contract_place("support", "support", after.span),
            "the channels of support change");
  if (before.team.name != after.team.name || before.team.foreign != after.team.foreign ||
      !std::ranges::equal(before.team.members, after.team.members, same_member))
    out.add(Rule::kTeam, contract_place("team", "team", after.span), "the team changes");
}

}  // namespace hanse::contract
