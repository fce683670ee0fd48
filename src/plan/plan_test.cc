// SPDX-License-Identifier: Apache-2.0
#include "plan/plan.h"

#include <gtest/gtest.h>

#include "plan/change_decision.h"
#include "plan/diff.h"
#include "plan/lineage.h"

namespace hanse::plan {
namespace {

spec::Property column(const std::string& name, spec::LogicalType type) {
  spec::Property out;
  out.name = name;
  out.logical_type = type;
  return out;
}

// flight_operations/departures with one contract, consumed by an agreement and by a product.
spec::Model mesh() {
  spec::Model model;
  model.mesh.id = "air";
  spec::DataContract contract;
  contract.path = "domains/flight_operations/departures/departures.odcs.yaml";
  contract.id = "departures";
  contract.version = "1.0.0";
  spec::SchemaObject table;
  table.name = "departures";
  table.properties = {column("origin", spec::LogicalType::kString),
                      column("delay", spec::LogicalType::kInteger)};
  table.properties[0].required = true;
  contract.schema = {table};
  spec::ServiceLevel level;
  level.property = "latency";
  level.value = 4;
  level.unit = "h";
  contract.service_levels = {level};
  model.contracts["departures"] = contract;
  spec::DataProduct product, reader;
  product.domain_folder = DomainId("flight_operations");
  product.name = "departures";
  product.output_ports.emplace_back().name = "out";
  product.output_ports[0].contract_id = "departures";
  reader.domain_folder = DomainId("insights");
  reader.name = "punctuality";
  reader.input_ports.emplace_back().contract_id = "departures";
  model.products[product.product_id()] = product;
  model.products[reader.product_id()] = reader;
  spec::Agreement agreement;
  agreement.id = "uses-departures";
  agreement.consumer_domain = DomainId("insights");
  agreement.provider_domain = DomainId("flight_operations");
  agreement.provider_product = "departures";
  model.agreements = {agreement};
  return model;
}

spec::SchemaObject& table_of(spec::Model& model) {
  return model.contracts.at("departures").schema[0];
}

std::string said(const spec::Model& before, const spec::Model& after) {
  std::string out;
  for (const Change& change : diff(before, after, {}))
    out += fmt::format("{} {}: {}\n", to_string(change.effect), change.address, change.text);
  return out;
}

TEST(PlanDiff, EqualModelsHaveNoChanges) { EXPECT_EQ(said(mesh(), mesh()), ""); }

TEST(PlanDiff, ADroppedColumnBreaksItsConsumers) {
  spec::Model after = mesh();
  table_of(after).properties.pop_back();
  const auto changes = diff(
      mesh(), after,
      std::vector<catalog::GrantRecord>{
          {.id = "g1", .product = {DomainId("flight_operations"), "departures"}}});
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].effect, Effect::kBreaking);
  EXPECT_TRUE(changes[0].destroys);
  EXPECT_EQ(changes[0].scope.value, "flight_operations");
  EXPECT_EQ(changes[0].affected,
            (std::vector<std::string>{"agreement insights/uses-departures", "grant g1",
                                      "product insights/punctuality"}));
}

std::vector<std::string> affected_by_delay(const spec::Model& before, const spec::Model& after,
                                           const std::vector<catalog::TableEntry>& applied = {}) {
  const ProductId product{DomainId("flight_operations"), "departures"};
  const std::vector<catalog::GrantRecord> grants = {
      {.id = "all", .product = product},
      {.id = "delays", .product = product, .columns = {"DELAY"}},
      {.id = "origins", .product = product, .columns = {"origin"}},
      {.id = "other", .product = product, .port = "elsewhere"}};
  for (const Change& change : diff(before, after, grants, applied))
    if (change.address.ends_with("column delay")) return change.affected;
  return {"no change"};
}

TEST(PlanDiff, AChangeOfAColumnConcernsThoseWhoMayReadIt) {
  spec::Model before = mesh(), after = mesh();
  table_of(after).properties.pop_back();
  EXPECT_EQ(affected_by_delay(before, after),
            (std::vector<std::string>{"agreement insights/uses-departures", "grant all",
                                      "grant delays", "product insights/punctuality"}));
  for (spec::Model* model : {&before, &after}) {
    model->agreements[0].columns = {"origin"};
    model->agreements[0].consumer_product = "punctuality";
  }
  EXPECT_EQ(affected_by_delay(before, after),
            (std::vector<std::string>{"grant all", "grant delays"}));
}

TEST(PlanDiff, AReaderIsNamedWithWhatItComputesFromAColumn) {
  spec::Model before = mesh(), after = mesh();
  table_of(after).properties.pop_back();
  std::vector<catalog::TableEntry> applied(2);
  applied[0].schema = "flight_operations";
  applied[0].name = "departures_v1";
  applied[0].contract = &before.contracts.at("departures");
  applied[0].object = &applied[0].contract->schema[0];
  applied[1] = applied[0];
  applied[1].address.product = {DomainId("insights"), "punctuality"};
  applied[1].schema = "insights";
  applied[1].name = "punctuality";
  spec::SchemaObject own;
  own.name = "punctuality";
  applied[1].object = &own;
  applied[1].columns = std::vector<catalog::ColumnFacts>{
      {"late", "BIGINT", {}, {}, {{"flight_operations.departures_v1", "Delay", "internal"}}}};
  const auto affected = affected_by_delay(before, after, applied);
  EXPECT_EQ(affected.back(), "product insights/punctuality (for punctuality.late)");
}

TEST(PlanDiff, ARenamedTableStandsUnderTheNameThatItsUsersKnow) {
  spec::Model before = mesh(), after = mesh();
  table_of(before).physical_name = table_of(after).physical_name = "flights";
  table_of(after).name = "starts";
  EXPECT_EQ(said(before, after),
            "breaking contract departures table departures: table `starts` was named "
            "`departures`\n");
}

TEST(PlanDiff, SaysWhatAChangeOfAColumnMeans) {
  spec::Model after = mesh();
  auto& columns = table_of(after).properties;
  columns[0].required = false;
  columns[0].classification = spec::Classification::kConfidential;
  columns[1].physical_type = "INTEGER";
  EXPECT_EQ(said(mesh(), after),
            "compatible contract departures table departures column delay: "
            "column `delay` is narrowed from BIGINT to INTEGER\n"
            "breaking contract departures table departures column origin: "
            "column `origin` is classified confidential instead of internal\n"
            "breaking contract departures table departures column origin: "
            "column `origin` may be null now\n");
}

TEST(PlanDiff, AWidenedTypeAndARenamedColumnBreak) {
  spec::Model before = mesh(), after = mesh();
  table_of(before).properties[1].physical_type = "INTEGER";
  table_of(after).properties[0].name = "airport";
  EXPECT_EQ(said(before, after),
            "additive contract departures table departures column airport: "
            "column `airport` VARCHAR is added, required\n"
            "breaking contract departures table departures column delay: "
            "column `delay` is widened from INTEGER to BIGINT\n"
            "breaking contract departures table departures column origin: "
            "column `origin` is dropped (renamed to `airport`?)\n");
}

std::string said_of_table(const std::string& path, const char* before, const char* after) {
  spec::Model old_one = mesh(), new_one = mesh();
  old_one.policy_tables = {{path, "table", {}, *Json::parse(before)}};
  new_one.policy_tables = {{path, "table", {}, *Json::parse(after)}};
  return said(old_one, new_one);
}

TEST(PlanDiff, ADroppedFilterIsNamedAndSaidToShowMore) {
  EXPECT_EQ(said_of_table("policies/data/filters.yaml",
                          R"({"filters":[{"rule":"no-newark","value":"EWR"}]})",
                          R"({"filters":[]})"),
            "compatible policy table policies/data/filters.yaml: rule `no-newark` of `filters` is "
            "removed: this shows more data\n");
}

TEST(PlanDiff, ARaisedClearanceAndAnExemptGroupShowMore) {
  EXPECT_NE(said_of_table("policies/data/classification.yaml",
                          R"({"clearance":{"otherwise":"internal"}})",
                          R"({"clearance":{"otherwise":"restricted"}})")
                .find("`clearance.otherwise` changes from \"internal\" to \"restricted\": this "
                      "shows more data"),
            std::string::npos);
  EXPECT_NE(said_of_table("policies/data/masks.yaml", R"({"masks":[{"rule":"m","exempt":[]}]})",
                          R"({"masks":[{"rule":"m","exempt":["a"]}]})")
                .find("this shows more data"),
            std::string::npos);
}

TEST(PlanDiff, ARuleOfATableOfUnknownMeaningIsOnlyNamed) {
  EXPECT_NE(said_of_table("policies/data/own.yaml", R"({"rules":[{"rule":"a"}]})",
                          R"({"rules":[]})")
                .find("rule `a` of `rules` is removed\n"),
            std::string::npos);
}

TEST(PlanDiff, ServiceLevelsAreLoosenedOrTightened) {
  spec::Model looser = mesh();
  looser.contracts.at("departures").service_levels[0].value = 8;
  EXPECT_NE(said(mesh(), looser).find("breaking"), std::string::npos);
  EXPECT_NE(said(mesh(), looser).find("loosened from 4 h to 8 h"), std::string::npos);
  EXPECT_NE(said(looser, mesh()).find("compatible"), std::string::npos);
}

Plan sample() {
  spec::Model after = mesh();
  table_of(after).properties.pop_back();
  Plan plan;
  plan.environment = "dev";
  plan.git_commit = "abc123";
  plan.created = "2026-01-01T00:00:00Z";
  plan.changes = diff(mesh(), after, {});
  plan.read[{"flight_operations"}] = 3;
  plan.scopes.push_back({{"flight_operations"}, 3, "d1",
                         {{"domains/flight_operations/domain.yaml", {"flight_operations"}, "d2", "",
                           Json::object({{"id", "flight_operations"}})}}});
  const catalog::TableAddress table{{DomainId("flight_operations"), "departures"}, "departures", 1};
  plan.actions.push_back({table, "contract or transform changed", false});
  plan.facts.push_back({table, {{"origin", "VARCHAR", spec::Classification::kConfidential, {"pii"},
                                 {{"files", "origin", "internal"}}}}, {"weather.observations"}});
  plan.verdicts.push_back({"spec.warn_x", "warn", "domains/a|b.yaml", "say more"});
  plan.diagnostics.warning("HNS-P009", {}, "say more");
  return plan;
}

TEST(PlanJson, ReadsBackToTheSame) {
  const Plan plan = sample();
  const auto text = to_json(plan).dump();
  const auto json = Json::parse(text);
  ASSERT_TRUE(json);
  const auto back = from_json(*json);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(to_json(*back).dump(), text);
  EXPECT_EQ(back->read, plan.read);
  EXPECT_EQ(back->scopes[0].files[0].document, plan.scopes[0].files[0].document);
}

TEST(PlanJson, RefusesWhatIsNoPlan) {
  EXPECT_FALSE(from_json(Json::object({{"format_version", 2}})));
  EXPECT_FALSE(from_json(Json()));
  Json odd = to_json(sample());
  odd.find("changes")->mutable_items()[0].set("effect", "harmless");
  EXPECT_FALSE(from_json(odd));
}

TEST(PlanRender, ShowsChangesInWords) {
  EXPECT_EQ(render(sample(), Style::kHuman), R"(Plan for environment dev, commit abc123
  domain flight_operations: revision 3 -> 4

Changes
  ! contract departures table departures column delay: column `delay` is dropped
      affects agreement insights/uses-departures, product insights/punctuality

Policies
  warn domains/a|b.yaml: say more (spec.warn_x)

Stores
  build flight_operations/departures/departures@1 (contract or transform changed)

1 change: 1 breaking, 0 compatible, 0 additive; 1 table to build
Applying it destroys what exists.
)");
  EXPECT_EQ(render(Plan{}, Style::kHuman), "No changes: the mesh is as applied.\n");
}

TEST(PlanRender, MarkdownEscapesTheCellsOfTables) {
  EXPECT_EQ(render(sample(), Style::kMarkdown), R"(### Plan for `dev`

1 change: 1 breaking, 0 compatible, 0 additive; 1 table to build

**Applying it destroys what exists.**

| Effect | What | Change | Affects |
|---|---|---|---|
| breaking | contract departures table departures column delay | column `delay` is dropped | )"
R"(agreement insights/uses-departures, product insights/punctuality |

| Policy | File | Says |
|---|---|---|
| warn spec.warn_x | domains/a\|b.yaml | say more |

| Store | Table | Why |
|---|---|---|
| build | flight_operations/departures/departures@1 | contract or transform changed |

- warning `HNS-P009`: say more
)");
}

Json reference(int index) { return Json::object({{"type", "BOUND_REF"}, {"index", index}}); }
Json get(const char* table) {
  return Json::object({{"type", "LOGICAL_GET"},
                       {"function_data", Json::object({{"table", table}})},
                       {"names", Json::array({"a", "b"})},
                       {"column_indexes", Json::array({Json::object({{"index", 1}}),
                                                       Json::object({{"index", 0}})})}});
}

TEST(PlanLineage, FollowsColumnsByPosition) {
  const Json join = Json::object({{"type", "LOGICAL_COMPARISON_JOIN"}, {"join_type", "INNER"},
                                  {"children", Json::array({get("x.t.1"), get("x.u.2")})}});
  const Json plan = Json::object({{"type", "LOGICAL_PROJECTION"},
                                  {"children", Json::array({join})},
                                  {"expressions", Json::array({reference(0), reference(3)})}});
  const Lineage lineage = trace_lineage(plan, 2);
  EXPECT_EQ(lineage.columns[0], (Origins{{"x.t.1", "b"}}));
  EXPECT_EQ(lineage.columns[1], (Origins{{"x.u.2", "a"}}));
  EXPECT_EQ(lineage.tables.size(), 2u);
  EXPECT_EQ(table_of_shape("x.t.1"), "x.t");
}

TEST(PlanLineage, AnUnknownOperatorSaysTooMuch) {
  const Json plan =
      Json::object({{"type", "LOGICAL_NEW"}, {"children", Json::array({get("x.t.1")})}});
  EXPECT_EQ(trace_lineage(plan, 1).columns[0].size(), 2u);
}

TEST(PlanChangeDecision, NoPoliciesDeny) {
  const auto status = decide_change(nullptr, sample(), {}, mesh());
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::kDenied);
}

TEST(PlanChangeDecision, TheInputNamesTheGroupsBehindRoles) {
  spec::Model model = mesh();
  model.mesh.teams = {{.id = TeamId("ops"), .group = "flight-ops"},
                      {.id = TeamId("base"), .type = "platform", .group = "platform"}};
  model.mesh.domains = {{.id = DomainId("flight_operations"), .owner = TeamId("ops")}};
  model.mesh.environments = {{.id = EnvironmentId("dev"), .development = true}};
  const Json input = change_input(sample(), {"flight_operations"}, {}, model);
  EXPECT_EQ(input["register"]["ownerGroups"].dump(), R"(["flight-ops"])");
  EXPECT_EQ(input["register"]["platformGroups"].dump(), R"(["platform"])");
  EXPECT_TRUE(input["environment"]["development"].as_bool());
  EXPECT_EQ(input["action"]["changes"].size(), 1u);
}

}  // namespace
}  // namespace hanse::plan
