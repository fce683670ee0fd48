// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "contract/advice_parts.h"

namespace hanse::contract {
namespace {

using spec::DataContract;
using spec::Property;
using spec::QualityRule;

// Where a field of the file's first level stands; else `fallback`.
Span span_of_field(const Span& fallback, std::string_view field) {
  if (fallback.file == nullptr) return fallback;
  const std::string_view text = fallback.file->text();
  const std::string line = "\n" + std::string(field) + ":";
  size_t at = text.find(line);
  if (at == std::string_view::npos) {
    if (!text.starts_with(std::string_view(line).substr(1))) return fallback;
    at = 0;
  } else {
    ++at;
  }
  return {fallback.file, static_cast<uint32_t>(at), static_cast<uint32_t>(field.size())};
}

void rules(const Advice& advice, const std::vector<QualityRule>& all) {
  for (const QualityRule& rule : all) {
    if (rule.kind == QualityRule::Kind::kText) continue;
    std::string missing;
    if (rule.severity.empty()) missing = "`severity`";
    if (rule.dimension.empty()) missing += missing.empty() ? "`dimension`" : " and `dimension`";
    if (missing.empty()) continue;
    const std::string& name = !rule.name.empty() ? rule.name : rule.metric;
    advice.add(
        "HNS-C055", rule.span,
        fmt::format("the quality rule{} has no {}", name.empty() ? "" : " `" + name + "`", missing),
        rule.severity.empty()
            ? "write `severity: error`, as a rule without one counts, or `warning`"
            : "write `dimension`, such as `completeness`");
  }
}

void column_rules_advice(const Advice& advice, const std::vector<Property>& columns) {
  for (const Property& column : columns) {
    rules(advice, column.quality);
    column_rules_advice(advice, column.properties);
  }
}

// Names that are told apart by case alone, or not at all.
void clashes(const Advice& advice, std::string_view what,
             const std::vector<std::pair<std::string, Span>>& names) {
  std::map<std::string, std::string> seen;
  for (const auto& [name, span] : names) {
    if (name.empty()) continue;
    const auto [place, added] = seen.try_emplace(ascii_lower(name), name);
    if (added) continue;
    const bool is_same = place->second == name;
    advice.add("HNS-C058", span,
               is_same ? fmt::format("a second {} is named `{}`", what, name)
                       : fmt::format("the {}s `{}` and `{}` differ in case alone", what,
                                     place->second, name),
               "give them names of their own");
  }
}

template <typename T, typename Name>
std::vector<std::pair<std::string, Span>> named(const std::vector<T>& all, Name name,
                                                const Span& fallback) {
  std::vector<std::pair<std::string, Span>> out;
  for (const T& one : all) {
    if constexpr (requires { one.span; })
      out.emplace_back(one.*name, one.span);
    else
      out.emplace_back(one.*name, fallback);
  }
  return out;
}

bool sounds_secret(std::string_view name) {
  std::string letters;
  for (const char c : ascii_lower(name))
    if (c >= 'a' && c <= 'z') letters += c;
  for (const std::string_view word : {"password", "passwd", "passphrase", "secret", "token",
                                      "apikey", "accesskey", "privatekey", "credential"})
    if (letters.find(word) != std::string::npos) return true;
  return false;
}

}  // namespace

void quality_advice(const Advice& advice) {
  for (const spec::SchemaObject& table : advice.contract.schema) {
    rules(advice, table.quality);
    column_rules_advice(advice, table.properties);
  }
}

void older_forms(const Advice& advice) {
  const DataContract& contract = advice.contract;
  const auto older = [&](std::string_view field, std::string message, std::string help) {
    advice.add("HNS-C056", span_of_field(contract.span, field), std::move(message),
               std::move(help));
  };
  if (contract.api_version != "v3.2.0")
    older("apiVersion",
          fmt::format("`{}` is an older version of the standard", contract.api_version),
          "write `apiVersion: v3.2.0`");
  if (contract.team.is_list)
    older("team", "a list of people is the older form of `team`",
          "write `team: {name: …, members: […]}`");
  if (!contract.foreign["dataProduct"].is_null())
    older("dataProduct", "`dataProduct` is deprecated in the standard",
          "let the product name the contract: `contractId` of its output port");
  if (!contract.foreign["slaDefaultElement"].is_null())
    older("slaDefaultElement", "`slaDefaultElement` is deprecated in the standard",
          "write `element` at each service level");
}

void clashing_names(const Advice& advice) {
  const DataContract& contract = advice.contract;
  const Span& fallback = contract.span;
  clashes(advice, "server", named(contract.servers, &spec::Server::server, fallback));
  clashes(advice, "role", named(contract.roles, &spec::Role::role, fallback));
  clashes(advice, "support channel",
          named(contract.support, &spec::SupportChannel::channel, fallback));
  for (const spec::SchemaObject& table : contract.schema)
    clashes(advice, "quality rule", named(table.quality, &QualityRule::name, table.span));
}

void open_secrets(const Advice& advice, const spec::Server& server) {
  const auto look = [&](const std::string& name, const Json& value) {
    const std::string_view text = value.as_string();
    if (!sounds_secret(name) || text.empty() || text.find("${") != std::string_view::npos) return;
    advice.add("HNS-C059", server.span,
               fmt::format("`{}` of the server `{}` stands in the open", name, server.server),
               "write `${NAME}`, and give the value by the environment");
  };
  for (const auto& [name, value] : server.fields.members()) look(name, value);
  for (const spec::CustomProperty& property : server.custom)
    look(property.property, property.value);
}

}  // namespace hanse::contract
