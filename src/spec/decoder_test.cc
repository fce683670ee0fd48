// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "spec/decode.h"
#include "spec/node.h"
#include "spec/variables.h"

namespace hanse::spec {
namespace {

template <typename T>
struct Decoded {
  T value;
  Diagnostics diagnostics;
  bool known = false;
  std::string codes() const {
    std::string all;
    for (const Diagnostic& item : diagnostics.items())
      all += (all.empty() ? "" : " ") + item.code;
    return all;
  }
};


template <typename T, typename Decode>
Decoded<T> decode(std::string text, Decode function, const Variables* variables = nullptr) {
  Decoded<T> result;
  auto file = std::make_shared<const SourceFile>("f.yaml", std::move(text));
  const Node root = read_yaml(file, result.diagnostics);
  Decoder decoder({result.diagnostics, "thing", variables});
  result.known = function(decoder, root, result.value);
  return result;
}
Decoded<Mesh> mesh(const std::string& text) {
  return decode<Mesh>("apiVersion: hanse/v1\nkind: Mesh\nid: m\n" + text, decode_mesh);
}
Decoded<DataProduct> product(const std::string& text) {
  return decode<DataProduct>("apiVersion: v1.1.0\nkind: DataProduct\nid: p\n" + text,
                             decode_product);
}
Decoded<DataContract> contract(const std::string& text, const Variables* variables = nullptr) {
  return decode<DataContract>(
      "apiVersion: v3.2.0\nkind: DataContract\nid: c\nversion: 1.0.0\n" + text, decode_contract,
      variables);
}

TEST(SpecDecoder, SuggestsTheNearestField) {
  const auto result = mesh("teams: [{id: ops, grop: x}]\n");
  ASSERT_EQ(result.codes(), "HNS-S020");
  EXPECT_EQ(result.diagnostics.items()[0].help, "did you mean `group`?");
}

TEST(SpecDecoder, ReportsAllProblemsAtOnce) {
  const auto result = mesh(
      "teams: [{group: x}, {id: 5}]\nledger: stict\nlimits: {queryTimeMs: 0}\nnotice: [1]\n");
  EXPECT_EQ(result.codes(), "HNS-S022 HNS-S021 HNS-S023 HNS-S024 HNS-S021");
}

TEST(SpecDecoder, SaysWhatWasExpectedAndFound) {
  const auto result = mesh("name: 5\n");
  ASSERT_EQ(result.codes(), "HNS-S021");
  EXPECT_EQ(result.diagnostics.items()[0].message, "`name`: expected text, found a whole number");
  EXPECT_EQ(result.diagnostics.items()[0].help, "put it in quotes: \"5\"");
}

TEST(SpecDecoder, ReadsTheWholeRegister) {
  const auto result = mesh(R"(
name: Flights
teams: [{id: ops, type: streamAligned, group: operations, costCenter: c1, support: s}]
council: [{role: legal, team: ops, approves: [policy, purpose]}]
domains: [{id: weather, owner: ops, repository: r}]
environments: [{id: dev, development: true, data: sample, after: [x], variables: {PORT: 5432}}]
purposes: [{id: planning, parent: p, legalBasis: contract, classificationMax: internal,
            retentionMax: P2Y}]
technologies: [{id: duckdb, for: store, ring: adopt, decision: adr-1, reviewBy: 2027-01-01}]
notice: {breaking: P30D}
identity: {developmentUsers: [{id: analyst, groups: [a], attributes: {level: 3},
                               defaultPurpose: planning}]}
stores: {state: {path: state}, sources: [data]}
listeners: [{kind: http, address: "127.0.0.1:8080"}]
ledger: strict
limits: {queryTimeMs: 5000, resultRows: 10}
)");
  EXPECT_EQ(result.codes(), "");
  const Mesh& read = result.value;
  EXPECT_EQ(read.teams.at(0).cost_center, "c1");
  EXPECT_EQ(read.council.at(0).approves.size(), 2u);
  EXPECT_EQ(read.domains.at(0).owner.str(), "ops");
  EXPECT_NE(read.domains.at(0).owner_span.file, nullptr);
  EXPECT_EQ(read.environments.at(0).variables.at("PORT"), "5432");
  EXPECT_EQ(read.purposes.at(0).classification_max, Classification::kInternal);
  EXPECT_EQ(read.development_users.at(0).attributes.at("level"), "3");
  EXPECT_EQ(read.state_path, "state");
  EXPECT_EQ(read.ledger, LedgerMode::kStrict);
  EXPECT_EQ(read.limits.query_time_ms, 5000);
  EXPECT_EQ(read.notice_breaking, "P30D");
}

TEST(SpecDecoder, TellsAnotherKindOrVersionWithoutCascades) {
  const auto kind = decode<Mesh>("apiVersion: hanse/v1\nkind: Domain\nx: 1\n", decode_mesh);
  EXPECT_EQ(kind.codes(), "HNS-S026");
  const auto version =
      decode<DataContract>("apiVersion: v1.0.0\nkind: DataContract\nx: 1\n", decode_contract);
  EXPECT_EQ(version.codes(), "HNS-S025");
  EXPECT_FALSE(version.known);
}

TEST(SpecDecoder, ReadsHansesCustomProperties) {
  const auto result = product(R"(
customProperties:
  - {property: materialization, value: view}
  - {property: refresh, value: onChange}
  - {property: purpose, value: planning}
  - {property: declassify, value: {reason: counts, approver: council}}
  - {property: minGroupSize, value: 5}
  - {property: defaultMajor, value: 2}
  - {property: policyParameters, value: {a: 1}}
  - {property: colour, value: [1]}
)");
  EXPECT_EQ(result.codes(), "");
  EXPECT_EQ(result.value.materialization, Materialization::kView);
  EXPECT_EQ(result.value.declassify_approver, "council");
  EXPECT_EQ(result.value.min_group_size, 5);
  EXPECT_EQ(result.value.default_major, 2);
  EXPECT_EQ(result.value.policy_parameters["a"].as_int(), 1);
  EXPECT_EQ(result.value.custom.size(), 8u);
}

TEST(SpecDecoder, WarnsOfCustomPropertiesThatAreNearlyHanses) {
  const auto result = product(
      "customProperties: [{property: materialisation, value: v}, {property: min_group_size, "
      "value: 1}, {property: owner, value: x}]\n");
  EXPECT_EQ(result.codes(), "HNS-S027 HNS-S027");
  EXPECT_FALSE(result.diagnostics.has_errors());
  EXPECT_EQ(product("customProperties: [{property: materialization, value: cube}]\n").codes(),
            "HNS-S028");
}

TEST(SpecDecoder, ReadsPortsAndRefusesForeignFieldsOfAProduct) {
  const auto result = product(R"(
inputPorts: [{name: in, contractId: c1, version: 1.0.0}]
outputPorts: [{name: out, contractId: c2, inputContracts: [{id: c1, version: 1.0.0}],
               sbom: [{type: external, url: u}]}]
managementPorts: [{name: health, content: observability}]
team: {name: t, members: [{username: u}]}
productCreatedTs: "2026-01-01T00:00:00Z"
private: 1
)");
  EXPECT_EQ(result.codes(), "HNS-S020");
  EXPECT_EQ(result.value.output_ports.at(0).input_contracts.at(0).id, "c1");
  EXPECT_EQ(result.value.foreign["productCreatedTs"].as_string(), "2026-01-01T00:00:00Z");
}

TEST(SpecDecoder, ReadsAContractSchema) {
  const auto result = contract(R"(
schema:
  - name: flights
    relationships: [{from: a.b, to: c.d}]
    quality: [{metric: rowCount, mustBeGreaterThan: 0}]
    properties:
      - name: id
        logicalType: integer
        logicalTypeOptions: {minimum: 0, format: i64}
        required: true
        primaryKey: true
        primaryKeyPosition: 1
        classification: confidential
        enum: [{value: 1, label: one}]
        semanticType: dimension
        quality: [{metric: nullValues, mustBeBetween: [1, 5], unit: percent}]
      - {name: tags, logicalType: array, items: {logicalType: string}}
      - {name: m, logicalType: map, map: {key: {logicalType: string}, value: {logicalType: date}}}
      - {name: v, logicalType: vector, logicalTypeOptions: {dimensions: 3}}
)");
  EXPECT_EQ(result.codes(), "");
  const auto& properties = result.value.schema.at(0).properties;
  EXPECT_EQ(properties.at(0).logical_type, LogicalType::kInteger);
  EXPECT_EQ(properties.at(0).options.minimum, 0.0);
  EXPECT_EQ(properties.at(0).classification, Classification::kConfidential);
  EXPECT_EQ(properties.at(0).enum_values.at(0), "1");
  EXPECT_EQ(properties.at(0).quality.at(0).bounds.size(), 2u);
  EXPECT_EQ(properties.at(0).semantic_type, "dimension");
  EXPECT_EQ(properties.at(1).items.at(0).logical_type, LogicalType::kString);
  EXPECT_EQ(properties.at(2).map_value.at(0).logical_type, LogicalType::kDate);
  EXPECT_EQ(properties.at(3).options.dimensions, 3);
  EXPECT_EQ(result.value.major(), 1);
}

TEST(SpecDecoder, RefusesOptionsOfAnotherType) {
  EXPECT_EQ(contract("schema: [{name: t, properties: [{name: a, logicalTypeOptions: {minimum: 1}, "
                     "logicalType: string}]}]\n").codes(),
            "HNS-S020");
}

TEST(SpecDecoder, NeedsExactlyOneComparisonOfAQualityRule) {
  EXPECT_EQ(contract("schema: [{name: t, quality: [{metric: rowCount}]}]\n").codes(), "HNS-S033");
  EXPECT_EQ(contract("schema: [{name: t, quality: [{metric: rowCount, mustBe: 1, mustBeLessThan: "
                     "2}]}]\n").codes(),
            "HNS-S033");
  EXPECT_EQ(contract("schema: [{name: t, quality: [{type: sql, mustBe: 1}]}]\n").codes(),
            "HNS-S022");
  EXPECT_EQ(contract("schema: [{name: t, quality: [{type: text, description: d}]}]\n").codes(), "");
}

TEST(SpecDecoder, ChecksServersByTheirType) {
  EXPECT_EQ(contract("servers: [{server: s, type: local, path: a, format: csv}]\n").codes(), "");
  EXPECT_EQ(contract("servers: [{server: s, type: local, path: a}]\n").codes(), "HNS-S022");
  EXPECT_EQ(contract("servers: [{server: s, type: local, path: a, format: csv, port: 1}]\n")
                .codes(),
            "HNS-S020");
  EXPECT_EQ(contract("servers: [{server: s, type: locl, path: a}]\n").codes(), "HNS-S023");
}

TEST(SpecDecoder, ResolvesVariablesInServers) {
  const Variables variables = {{"DIR", "/srv/${X}"}};
  const auto good = contract("servers: [{server: s, type: local, path: '${DIR}/a', format: csv}]\n",
                             &variables);
  EXPECT_EQ(good.codes(), "");
  EXPECT_EQ(good.value.servers.at(0).path, "/srv/${X}/a");
  EXPECT_EQ(good.value.servers.at(0).fields["path"].as_string(), "${DIR}/a");
  EXPECT_EQ(good.value.servers.at(0).values.reveal()["path"].as_string(), "/srv/${X}/a");
  const auto bad = contract("servers: [{server: s, type: local, path: '${DRI}/a', format: csv}]\n",
                            &variables);
  ASSERT_EQ(bad.codes(), "HNS-S035");
  EXPECT_EQ(bad.diagnostics.items()[0].help, "did you mean `DIR`?");
}

TEST(SpecDecoder, KeepsResolvedSecretsOutOfEverythingThatPrints) {
  const Variables variables = {{"PASSWORD", "geheim"}, {"HOST", "db.example.com"}};
  const auto good = contract(R"(
servers:
  - {server: s, type: postgres, host: '${HOST}', port: '${PORT:-5432}', database: d, schema: p,
     customProperties: [{property: password, value: '${PASSWORD}'}]}
schema:
  - name: t
    quality: [{type: sql, query: "SELECT '${PASSWORD}' FROM ${table} WHERE {property}", mustBe: 1}]
)", &variables);
  EXPECT_EQ(good.codes(), "");
  const Server& server = good.value.servers.at(0);
  EXPECT_EQ(server.fields.dump().find("geheim"), std::string::npos);
  const Json& values = server.values.reveal();
  EXPECT_EQ(values["host"].as_string(), "db.example.com");
  EXPECT_EQ(values["port"].as_string(), "5432");
  EXPECT_EQ(values["customProperties"].at(0)["value"].as_string(), "geheim");
  const QualityRule& rule = good.value.schema.at(0).quality.at(0);
  EXPECT_EQ(rule.query.find("geheim"), std::string::npos);
  EXPECT_EQ(rule.statement.reveal(), "SELECT 'geheim' FROM {object} WHERE {property}");
  // What is wrong is told as the file has it.
  const auto bad = contract("servers: [{server: s, type: '${PASSWORD}', port: '${NONE}'}]\n",
                            &variables);
  EXPECT_EQ(bad.codes(), "HNS-S035 HNS-S023");
  for (const Diagnostic& item : bad.diagnostics.items())
    EXPECT_EQ((item.message + item.help).find("geheim"), std::string::npos);
}

TEST(SpecDecoder, TakesAnUnknownClassificationForTheStrictest) {
  const auto result = contract(
      "schema: [{name: t, properties: [{name: a, classification: secret}]}]\n");
  EXPECT_EQ(result.codes(), "HNS-S042");
  EXPECT_FALSE(result.diagnostics.has_errors());
  EXPECT_EQ(result.value.schema.at(0).properties.at(0).classification,
            Classification::kRestricted);
}

TEST(SpecDecoder, ReadsRelationshipsInBothNotations) {
  const auto result = contract(R"(
schema:
  - name: t
    id: t-tbl
    deprecated: true
    relationships: [{from: [t.a, t.b], to: [u.a, schema/u/properties/b]}]
    properties:
      - {name: a, id: a-1, semanticType: dimension, relationships: [{to: u.a}]}
)");
  EXPECT_EQ(result.codes(), "");
  const SchemaObject& table = result.value.schema.at(0);
  EXPECT_TRUE(table.deprecated);
  EXPECT_EQ(table.relationships.at(0).from, (std::vector<std::string>{"t.a", "t.b"}));
  EXPECT_EQ(table.relationships.at(0).to.at(1), "schema/u/properties/b");
  const Property& column = table.properties.at(0);
  EXPECT_EQ(column.id, "a-1");
  EXPECT_EQ(column.semantic_type, "dimension");
  EXPECT_EQ(column.relationships.at(0).type, "foreignKey");
  EXPECT_EQ(column.relationships.at(0).to, std::vector<std::string>{"u.a"});
  EXPECT_EQ(contract("schema: [{name: t, relationships: [{from: t.a, to: [t.b]}]}]\n").codes(),
            "HNS-S043");
  EXPECT_EQ(contract("schema: [{name: t, relationships: [{from: t.a, to: t b}]}]\n").codes(),
            "HNS-S043");
}

TEST(SpecDecoder, NamesTheEditionThatHasAField) {
  const auto result = decode<DataContract>(R"(
apiVersion: v3.1.0
kind: DataContract
id: c
version: 1.0.0
schema: [{name: t, properties: [{name: a, enum: [{value: x}]}]}]
)", decode_contract);
  ASSERT_EQ(result.codes(), "HNS-S020 HNS-S022");  // and 3.1.0 needs a status
  EXPECT_EQ(result.diagnostics.items()[0].help, "it belongs to `apiVersion: v3.2.0`");
}

TEST(SpecDecoder, ReadsOlderContracts) {
  const auto result = decode<DataContract>(R"(
apiVersion: v3.0.2
kind: DataContract
id: c
version: 1.0.0
status: active
team: [{username: u, role: owner}]
schema: [{name: t, properties: [{name: a, logicalType: number,
          logicalTypeOptions: {maximum: 5, exclusiveMaximum: true}}],
          quality: [{rule: duplicateCount, mustBeLessThan: 10}]}]
)", decode_contract);
  EXPECT_EQ(result.codes(), "");
  EXPECT_EQ(result.value.team.members.at(0).username, "u");
  EXPECT_EQ(result.value.schema.at(0).properties.at(0).options.exclusive_maximum, 5.0);
  EXPECT_FALSE(result.value.schema.at(0).properties.at(0).options.maximum.has_value());
}

TEST(SpecDecoder, NeedsOneConsumerOfAnAgreement) {
  const auto result = decode<Agreement>(R"(
apiVersion: hanse/v1
kind: Agreement
id: a
provider: {domain: d, product: p, port: o, major: 1}
consumer: {product: x, team: y}
purposes: [planning]
until: 31.12.2026
)", decode_agreement);
  EXPECT_EQ(result.codes(), "HNS-S038 HNS-S034");
  EXPECT_EQ(result.value.provider_major, 1);
}

}  // namespace
}  // namespace hanse::spec
