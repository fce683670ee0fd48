// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdio>

#include "base/embedded.h"
#include "policy/policy_set.h"
#include "policy/test_support.h"

namespace hanse::policy {
namespace {

// The default playbook as the binary carries it. Its tables are read from the JSON beside the YAML:
// this module knows no YAML, and the engine's own reader is what policies would see.
std::vector<Source> playbook() {
  std::vector<Source> out;
  for (const auto& file : embedded_files()) {
    if (!file.path.starts_with("policies/") || !file.path.ends_with(".rego")) continue;
    out.push_back(source_of(std::string(file.path), std::string(file.content)));
  }
  return out;
}

std::vector<Table> playbook_tables() {
  // `yaml.unmarshal` of the embedded engine reads the tables.
  const auto set =
      loaded({source_of("policies/t.rego", "package hanse.t\nx := yaml.unmarshal(input.text)\n")});
  std::vector<Table> out;
  constexpr std::string_view kFolder = "policies/data/";
  for (const auto& file : embedded_files()) {
    if (!file.path.starts_with(kFolder)) continue;
    std::string name(file.path.substr(kFolder.size()));
    name.resize(name.find('.'));
    const auto value = set->evaluate("", {"t.x"}, Json::object({{"text", file.content}}));
    EXPECT_TRUE(value && value->find("t.x")) << file.path;
    if (value && value->find("t.x")) out.push_back({name, (*value)["t.x"]});
  }
  return out;
}

TEST(Playbook, LoadsWithoutAnyDiagnostic) {
  Diagnostics diagnostics;
  EXPECT_TRUE(load_policies(playbook(), playbook_tables(), {}, diagnostics));
  EXPECT_TRUE(diagnostics.empty()) << render_human(diagnostics, Colour::kOff);
}

TEST(Playbook, PassesItsOwnTests) {
  Diagnostics diagnostics;
  const auto report = test_policies(playbook(), playbook_tables(), diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << render_human(diagnostics, Colour::kOff);
  EXPECT_GE(report.outcomes.size(), 40u);
  for (const auto& outcome : report.outcomes) {
    EXPECT_EQ(outcome.verdict, TestOutcome::Verdict::kPass)
        << outcome.path << ":" << outcome.line << " " << outcome.name << ": " << outcome.message;
  }
}

TEST(Playbook, ItsTestsReachNearlyEveryLine) {
  Diagnostics diagnostics;
  const auto report = test_policies(playbook(), playbook_tables(), diagnostics);
  ASSERT_GE(report.coverage.size(), 3u);
  for (const auto& file : report.coverage) {
    const double all = file.covered + static_cast<double>(file.not_covered.size());
    std::string lines;
    for (int line : file.not_covered) lines += std::to_string(line) + " ";
    EXPECT_GE(file.covered / all, 0.95) << file.path << " lines " << lines;
  }
}

constexpr std::string_view kRules = R"({
  "access": {
    "rules": [{"rule": "names", "groups": ["clerks"], "tables": ["sales.*"], "columns": ["id", "name"]},
              {"rule": "all", "groups": ["auditors"], "tables": ["*"], "purposes": ["audit"]}],
    "discover": {"public": ["*"], "internal": ["*"], "confidential": ["auditors"], "restricted": []},
    "publicReaders": ["*"]},
  "masks": {"masks": [
    {"rule": "texts", "tag": "pii", "action": "keepFirst4", "exempt": ["auditors"]},
    {"rule": "secrets", "level": "restricted", "action": "constant", "argument": "-"},
    {"rule": "crm", "source": "crm.people.name", "action": "keyedHash"}]},
  "filters": {"filters": [
    {"rule": "no-x", "source": "sales.orders.place", "operator": "notEqual", "value": "x"},
    {"rule": "own", "source": "crm.people.city", "operator": "isNotNull", "exempt": ["auditors"]}]},
  "state": {"refuse": [{"rule": "stale", "states": ["stale"], "purposes": ["audit"]}],
            "warn": ["deprecated", "stale"]}})";

constexpr std::string_view kResource = R"({
  "domain": "sales", "product": "orders", "owner": "sellers", "ownerGroup": "sellers",
  "status": "active", "quarantine": false, "tags": [], "contract": {"id": "o", "version": "1.0.0"},
  "columns": {
    "id": {"type": "BIGINT", "classification": "public", "tags": [], "lineage": []},
    "name": {"type": "VARCHAR", "classification": "confidential", "tags": ["pii"],
             "lineage": [{"table": "crm.people", "column": "name", "classification": "confidential"}]},
    "place": {"type": "VARCHAR", "classification": "internal", "tags": [], "lineage": []},
    "key": {"type": "VARCHAR", "classification": "restricted", "tags": ["pii"], "lineage": []}},
  "lineage": [{"table": "crm.people", "column": "name", "classification": "confidential"}]})";

const std::vector<std::string> kReadRules = {
    "read.discover",         "read.columns",  "read.allow",  "read.rowFilters",
    "read.batchColumnMasks", "read.warnings", "read.reasons"};

// All inputs of one asker about the table of `kResource`, without what a question asks.
Json asker(const std::string& groups, const std::string& purpose, const std::string& kind) {
  const auto input = Json::parse(fmt::format(
      R"({{"context": {{"identity": {{"user": "ann", "groups": {}, "kind": "{}", "attributes": {{}}}}}},
           "action": {{"resource": {{"table": {{"schemaName": "sales", "tableName": "orders"}}}}}},
           "purpose": {}, "environment": {{"id": "e", "development": {}}}, "grants": [], "agreements": []}})",
      groups, kind, purpose, kind == "operator"));
  return input.value();
}

Json asked(const Json& asker, const std::vector<std::string>& columns, std::string_view operation) {
  Json resources = Json::array(), names = Json::array();
  for (const std::string& name : columns) {
    Json item = Json::object();
    item.set("column", Json::object({{"columnName", name}}));
    resources.push(std::move(item));
    names.push(name);
  }
  Json table = asker["action"]["resource"]["table"];
  table.set("columns", std::move(names));
  Json out = asker;
  out.set("action", Json::object({{"operation", operation},
                                  {"resource", Json::object({{"table", std::move(table)}})},
                                  {"filterResources", std::move(resources)}}));
  out.set("time", "2026-01-01T00:00:00Z");
  return out;
}

TEST(Playbook, AnswersInTwoStepsAsInOne) {
  std::vector<Table> tables = playbook_tables();
  const Json rules = Json::parse(kRules).value();
  for (Table& table : tables)
    if (const Json* own = rules.find(table.name)) table.value = *own;
  const auto set = loaded(playbook(), tables);
  ASSERT_TRUE(set);
  const std::vector<std::string> purposes = {
      R"({"id": "", "ancestors": []})",
      R"({"id": "audit", "ancestors": ["control"], "classificationMax": "restricted"})",
      R"({"id": "sell", "ancestors": [], "classificationMax": "internal"})"};
  const std::vector<std::vector<std::string>> questions = {
      {}, {"id"}, {"name", "id"}, {"key"}, {"id", "name", "place", "key"}, {"nowhere"}};
  int allowed = 0, masked = 0, refused = 0;
  for (const char* state : {"fresh", "stale"}) {
    for (const char* lifecycle : {"active", "draft", "retired", "deprecated"}) {
      Json resource = Json::parse(kResource).value();
      resource.set("classification", "internal");
      resource.set("state", Json::object({{"lifecycle", lifecycle},
                                          {"quality", "passed"},
                                          {"freshness", state},
                                          {"dataAt", "2025-01-01"},
                                          {"staleAt", "2025-02-01"}}));
      const Document document(resource);
      for (const char* groups : {"[]", R"(["clerks"])", R"(["auditors"])", R"(["sellers"])"})
        for (const std::string& purpose : purposes)
          for (const char* kind : {"user", "operator"}) {
            const Json common = asker(groups, purpose, kind);
            const auto known = set->know("", kReadRules, common, &document);
            ASSERT_TRUE(known && known->get()) << common.dump();
            for (const auto& columns : questions)
              for (const char* operation : {"SelectFromColumns", "FilterColumns"}) {
                const Json input = asked(common, columns, operation);
                const auto whole = set->evaluate("", kReadRules, input, &document);
                const auto second = set->evaluate("", kReadRules, input, &document, known.get());
                ASSERT_TRUE(whole && second) << input.dump();
                EXPECT_EQ(whole->dump_canonical(), second->dump_canonical()) << input.dump();
                allowed += (*whole)["read.allow"].as_bool() ? 1 : 0;
                refused += (*whole)["read.reasons"].size() > 0 ? 1 : 0;
                masked += (*whole)["read.batchColumnMasks"].size() > 0 ? 1 : 0;
              }
          }
    }
  }
  // The inputs reach both ends.
  EXPECT_GT(allowed, 50);
  EXPECT_GT(refused, 50);
  EXPECT_GT(masked, 50);
}

}  // namespace
}  // namespace hanse::policy
