// SPDX-License-Identifier: Apache-2.0
#include "contract/compatibility.h"

#include "base/utf8.h"
#include "contract/compare.h"

namespace hanse::contract {
namespace {

bool is_in_force(std::string_view status) {
  return equal_ignoring_case(status, "active") || equal_ignoring_case(status, "deprecated");
}

Rule status_rule(const std::string& before, const std::string& after) {
  if (equal_ignoring_case(after, "retired")) return Rule::kContractRetired;
  if (equal_ignoring_case(after, "deprecated")) return Rule::kContractDeprecated;
  if (equal_ignoring_case(after, "active")) return Rule::kContractActivated;
  return is_in_force(before) ? Rule::kContractWithdrawn : Rule::kContractStatus;
}

std::string changed_text(std::string_view what, const std::string& before,
                         const std::string& after) {
  if (before.empty()) return fmt::format("{} is stated: `{}`", what, after);
  if (after.empty()) return fmt::format("{} is no longer stated", what);
  return fmt::format("{} changes from `{}` to `{}`", what, before, after);
}

bool same_words(const spec::DataContract& before, const spec::DataContract& after) {
  const auto& old_words = before.description;
  const auto& new_words = after.description;
  return before.name == after.name && before.tags == after.tags &&
         old_words.purpose == new_words.purpose && old_words.usage == new_words.usage &&
         old_words.limitations == new_words.limitations && old_words.foreign == new_words.foreign &&
         same_definitions(before.definitions, after.definitions) &&
         !differs(before.foreign, after.foreign, {"context", "contractCreatedTs"});
}

void compare_heading(const Pair& contracts, const Topic& place, Changes& out) {
  const auto& [before, after] = contracts;
  const auto text = [&](Rule rule, std::string_view what, const std::string& old_one,
                        const std::string& new_one) {
    if (old_one != new_one)
      out.add(rule, place, changed_text(what, old_one, new_one), {old_one, new_one});
  };
  text(Rule::kContractId, "id", before.id, after.id);
  if (before.version != after.version)
    out.add(Rule::kContractVersion, {place.kind, place.address, after.version_span},
            changed_text("version", before.version, after.version),
            {before.version, after.version});
  text(Rule::kContractApiVersion, "apiVersion", before.api_version, after.api_version);
  if (!equal_ignoring_case(before.status, after.status))
    text(status_rule(before.status, after.status), "status", before.status, after.status);
  text(Rule::kContractPlace, "domain", before.domain, after.domain);
  text(Rule::kContractPlace, "tenant", before.tenant, after.tenant);
  text(Rule::kContractPlace, "dataProduct", scalar_text(before.foreign["dataProduct"]),
       scalar_text(after.foreign["dataProduct"]));
  if (!same_words(before, after))
    out.add(Rule::kContractDescribed, place, "the contract is described anew");
  if (!same_custom(before.custom, after.custom))
    out.add(Rule::kContractCustom, place, "custom properties of the contract change");
}

}  // namespace

std::vector<ContractChange> compare(const spec::DataContract& before,
                                    const spec::DataContract& after) {
  Changes out;
  const Pair contracts{before, after};
  compare_heading(contracts, {"contract", "", after.span}, out);
  compare_tables(contracts, out);
  compare_levels(contracts, out);
  compare_parties(contracts, out);
  return out.take();
}

std::optional<Perspective> perspective_of(std::string_view word) {
  if (word == "readers") return Perspective::kReaders;
  if (word == "writers") return Perspective::kWriters;
  if (word == "both") return Perspective::kBoth;
  return {};
}

Impact verdict_of(const ContractChange& change, Perspective perspective) {
  const CompatibilityRule& rule = row_of(change.rule);
  switch (perspective) {
    case Perspective::kReaders:
      return rule.readers;
    case Perspective::kWriters:
      return rule.writers;
    case Perspective::kBoth:
      break;
  }
  return std::max(rule.readers, rule.writers);
}

bool differs(const Json& before, const Json& after, std::initializer_list<std::string_view> names) {
  return std::ranges::any_of(names,
                             [&](std::string_view name) { return before[name] != after[name]; });
}

bool same_definitions(const std::vector<spec::AuthoritativeDefinition>& before,
                      const std::vector<spec::AuthoritativeDefinition>& after) {
  return std::ranges::equal(before, after, [](const auto& one, const auto& other) {
    return one.type == other.type && one.url == other.url && one.description == other.description;
  });
}

bool same_custom(const std::vector<spec::CustomProperty>& before,
                 const std::vector<spec::CustomProperty>& after) {
  return std::ranges::equal(before, after, [](const auto& one, const auto& other) {
    return one.property == other.property && one.value == other.value &&
           one.description == other.description;
  });
}

std::string scalar_text(const Json& value) {
  if (value.is_null()) return {};
  return value.is_string() ? std::string(value.as_string()) : value.dump();
}

}  // namespace hanse::contract
