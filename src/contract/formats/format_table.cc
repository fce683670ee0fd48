// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/avro.h"
#include "contract/formats/dbt.h"
#include "contract/formats/exports.h"
#include "contract/formats/format.h"
#include "contract/formats/great_expectations.h"
#include "contract/formats/json_schema.h"
#include "contract/formats/protobuf.h"
#include "contract/formats/sql.h"

namespace hanse::contract {
namespace {

using Words = std::string_view;

// What formats carry, in groups. What depends on the single column (a length that is too long for
// the database) is here and said by the exporter.
constexpr Words kNames = "table.name table.properties property.name property.logicalType";
constexpr Words kTexts = "table.description property.description";
constexpr Words kRelations = "relation.to relation.from relation.type";
constexpr Words kRules =
    "rule.type rule.metric rule.rule rule.arguments rule.unit rule.mustBe rule.mustNotBe "
    "rule.mustBeGreaterThan rule.mustBeGreaterOrEqualTo rule.mustBeLessThan "
    "rule.mustBeLessOrEqualTo rule.mustBeBetween rule.mustNotBeBetween";
constexpr Words kPageParts =
    "rule.name rule.description rule.query rule.engine rule.implementation rule.dimension "
    "rule.severity definition.type definition.url custom.property custom.value server.* "
    "sla.property sla.value sla.valueExt sla.unit sla.element sla.driver sla.description "
    "sla.schedule role.role role.access role.description team.name team.members member.username "
    "member.name member.role member.dateIn member.dateOut support.channel support.url "
    "support.tool support.scope support.description";
constexpr Words kNested =
    "property.properties property.items property.map nested.name nested.logicalType "
    "nested.properties nested.items nested.map";
constexpr Words kNestedSql = "nestedOptions.format nestedOptions.timezone nested.physicalType";
constexpr Words kSql =
    "table.physicalName property.physicalName property.physicalType property.required "
    "options.maxLength options.format options.timezone";
constexpr Words kSqlKeys =
    "property.unique property.primaryKey property.primaryKeyPosition property.relationships "
    "table.relationships";
constexpr Words kBounds =
    "options.minLength options.minimum options.maximum options.exclusiveMinimum "
    "options.exclusiveMaximum options.multipleOf options.minItems options.maxItems "
    "options.pattern property.enum enum.value";
constexpr Words kSchemaMore =
    "contract.id contract.version contract.name description.purpose table.businessName "
    "property.businessName property.required property.examples property.deprecated "
    "options.maxLength options.uniqueItems options.format options.dimensions options.timezone "
    "property.physicalType nested.physicalType";
constexpr Words kSchemaNested =
    "nested.description nested.businessName nested.required nested.examples nested.deprecated "
    "nested.enum nestedOptions.minLength nestedOptions.maxLength nestedOptions.pattern "
    "nestedOptions.format nestedOptions.minimum nestedOptions.maximum "
    "nestedOptions.exclusiveMinimum nestedOptions.exclusiveMaximum nestedOptions.multipleOf "
    "nestedOptions.minItems nestedOptions.maxItems nestedOptions.uniqueItems "
    "nestedOptions.dimensions nestedOptions.timezone";
constexpr Words kPageMore =
    "contract.id contract.version contract.name contract.status contract.domain contract.tenant "
    "contract.tags contract.servers contract.slaProperties contract.roles contract.team "
    "contract.support contract.authoritativeDefinitions contract.customProperties "
    "description.purpose description.limitations description.usage table.businessName "
    "table.physicalName table.tags table.quality table.customProperties table.relationships "
    "table.deprecated";
constexpr Words kPageColumns =
    "property.physicalName property.physicalType property.businessName property.required "
    "property.unique property.primaryKey property.primaryKeyPosition property.criticalDataElement "
    "property.classification property.tags property.examples property.transformLogic "
    "property.quality property.relationships property.authoritativeDefinitions "
    "property.customProperties property.deprecated options.maxLength options.uniqueItems "
    "options.format options.timezone options.defaultTimezone options.dimensions "
    "options.elementType";
constexpr Words kPageNested =
    "nested.physicalName nested.physicalType nested.unique nested.criticalDataElement "
    "nested.classification nested.tags nested.transformLogic nested.relationships "
    "nested.authoritativeDefinitions nested.customProperties nestedOptions.defaultTimezone "
    "nestedOptions.elementType nestedOptions.exclusiveMinimum";
constexpr Words kMermaidMore =
    "property.unique property.primaryKey property.relationships table.relationships";

constexpr Words kAvroMore =
    "property.required property.enum enum.value options.format options.timezone "
    "property.physicalType nested.required nested.description nested.enum nestedOptions.format "
    "nestedOptions.timezone nested.physicalType";
constexpr Words kProtoMore =
    "property.required property.deprecated options.format options.timezone "
    "property.physicalType nested.required nested.description nested.deprecated "
    "nestedOptions.format nestedOptions.timezone nested.physicalType";
constexpr Words kDbtMore =
    "contract.id contract.version table.physicalName table.tags property.businessName "
    "property.required property.unique property.primaryKey property.primaryKeyPosition "
    "property.relationships table.relationships property.classification property.tags "
    "property.enum enum.value options.maxLength options.format options.timezone "
    "options.dimensions property.physicalType";
constexpr Words kSuiteMore =
    "contract.id contract.version table.quality property.required property.unique "
    "property.primaryKey property.primaryKeyPosition property.physicalType property.quality "
    "property.enum enum.value options.minLength options.maxLength options.minimum "
    "options.maximum options.exclusiveMinimum options.exclusiveMaximum options.pattern "
    "options.format options.timezone";
constexpr Words kLinkedMore =
    "contract.id contract.name contract.version contract.domain contract.tags "
    "contract.authoritativeDefinitions contract.team contract.support contract.servers "
    "definition.url team.name support.channel support.url support.description server.server "
    "server.type server.format server.description server.path server.location "
    "description.purpose description.limitations description.usage property.businessName "
    "property.required property.primaryKey "
    "property.primaryKeyPosition property.physicalType options.format options.timezone";
constexpr Words kColumns =
    "table.name table.properties property.name property.logicalType property.physicalType "
    "options.format "
    "options.timezone options.dimensions";

constexpr Words kFullSql[] = {kRelations, kNames, kTexts, kSql, kSqlKeys, kBounds};
constexpr Words kDuckDbSql[] = {
    kRelations, kNames, kTexts, kSql, kSqlKeys, kBounds, kNested, kNestedSql, "options.dimensions"};
constexpr Words kPostgresSql[] = {
    kRelations, kNames, kTexts, kSql, kSqlKeys, kBounds, "property.items nested.logicalType",
    kNestedSql};
constexpr Words kTrinoSql[] = {kNames, kTexts, kSql, kNested, kNestedSql};
constexpr Words kSparkSql[] = {kNames,  kTexts,     kSql,
                               kNested, kNestedSql, "nested.required nested.description"};
constexpr Words kJsonSchema[] = {kNames, kTexts, kNested, kBounds, kSchemaMore, kSchemaNested};
constexpr Words kPage[] = {kRelations, kRules,    kPageParts,   kNames,      kTexts,       kNested,
                           kBounds,    kPageMore, kPageColumns, kPageNested, kSchemaNested};
constexpr Words kMermaid[] = {kRelations, kNames, "property.description", kMermaidMore};
constexpr Words kAvro[] = {kNames, kTexts, kNested, kAvroMore};
constexpr Words kProtobuf[] = {kNames, kTexts, kNested, kProtoMore};
constexpr Words kDbtModels[] = {kRelations, kNames, kTexts, kNested, kNestedSql, kDbtMore};
constexpr Words kDbtSources[] = {
    kRelations, kNames, kTexts, kNested, kNestedSql, kDbtMore, "contract.name description.purpose"};
constexpr Words kPydantic[] = {
    kNames,
    kTexts,
    kNested,
    kBounds,
    "property.businessName property.required property.examples property.deprecated "
    "property.physicalType options.maxLength options.uniqueItems options.format "
    "options.dimensions options.timezone",
    kSchemaNested,
    "nested.physicalType"};
constexpr Words kSuite[] = {kRules, kNames, kTexts, kSuiteMore};
constexpr Words kDcat[] = {kNames, kTexts, kLinkedMore};
constexpr Words kDprod[] = {kNames, kTexts, kLinkedMore, "contract.status"};
constexpr Words kParquet[] = {kColumns, kNested, kNestedSql};
constexpr Words kCsv[] = {"table.name table.properties property.name"};

template <const Dialect& kDialect>
Result<std::string> write_sql(const spec::DataContract& contract, Losses& losses) {
  return export_sql(kDialect, contract, losses);
}
template <const Dialect& kDialect>
void read_sql(const std::shared_ptr<const SourceFile>& source, Imported& imported) {
  import_sql(kDialect, source, imported);
}

constexpr Format kFormats[] = {
    {"sql-postgres", "SQL DDL of PostgreSQL", "PostgreSQL", kPostgresSql, write_sql<kPostgres>,
     read_sql<kPostgres>},
    {"sql-duckdb", "SQL DDL of DuckDB", "DuckDB", kDuckDbSql, write_sql<kDuckDb>,
     read_sql<kDuckDb>},
    {"sql-trino", "SQL DDL of Trino", "sqlglot", kTrinoSql, write_sql<kTrino>, read_sql<kTrino>},
    {"sql-mysql", "SQL DDL of MySQL", "sqlglot", kFullSql, write_sql<kMySql>, read_sql<kMySql>},
    {"sql-spark", "SQL DDL of Spark", "sqlglot", kSparkSql, write_sql<kSpark>, read_sql<kSpark>},
    {"json-schema", "JSON Schema 2020-12", "jsonschema", kJsonSchema, export_json_schema,
     import_json_schema},
    {"avro", "Avro schema", "fastavro", kAvro, export_avro, import_avro},
    {"protobuf", "Protobuf, proto3", "protoc", kProtobuf, export_protobuf, import_protobuf},
    {"dbt-models", "dbt models with tests", "dbt", kDbtModels, export_dbt_models, import_dbt},
    {"dbt-sources", "dbt sources with tests", "dbt", kDbtSources, export_dbt_sources, import_dbt},
    {"pydantic", "Pydantic 2 models, Python", "pydantic", kPydantic, export_pydantic},
    {"great-expectations", "Great Expectations suite", "great_expectations", kSuite,
     export_great_expectations, import_great_expectations},
    {"parquet", "Parquet, an empty file", "pyarrow", kParquet, export_parquet, nullptr,
     import_parquet, true},
    {"csv", "CSV, the header line", "the engine", kCsv, export_csv, nullptr, import_csv},
    {"postgres",
     "a live PostgreSQL schema, by its connection",
     "PostgreSQL",
     {},
     nullptr,
     nullptr,
     import_postgres},
    {"dcat", "DCAT 3 with CSVW, JSON-LD", "rdflib", kDcat, export_dcat},
    {"dprod", "DPROD, JSON-LD", "rdflib", kDprod, export_dprod},
    {"markdown", "Markdown", "markdown-it-py", kPage, export_markdown},
    {"html", "HTML, one page without scripts", "html5lib", kPage, export_html},
    {"mermaid", "Mermaid erDiagram", "mermaid", kMermaid, export_mermaid},
};

}  // namespace

std::span<const Format> format_table() { return kFormats; }

}  // namespace hanse::contract
