// SPDX-License-Identifier: Apache-2.0
#include "spec/code_parts.h"

namespace hanse::spec {
namespace {

// The register and domains: HNS-V001 to V016. Products and their ports: V020 to V029. Agreements
// and dependencies: V030 to V037. Tables: V040 to V047. Sources: V050 to V054. Contracts: V060 to
// V069.
constexpr CodeEntry kCodes[] = {
    {"HNS-V001", "two things of one id",
     "An id leads to one thing. Which of the two is meant could not be told.",
     "teams:\n  - {id: ops}\n  - {id: ops}", "teams:\n  - {id: ops}\n  - {id: weather}"},
    {"HNS-V002", "a team that is not registered",
     "Whoever owns, approves or consumes is a team of the register `mesh.yaml`, so that its rights "
     "follow from the identity group that stands there.",
     "domains:\n  - {id: weather, owner: meteo}",
     "teams:\n  - {id: meteo, group: meteorology}\ndomains:\n  - {id: weather, owner: meteo}"},
    {"HNS-V003", "a purpose that is not registered",
     "Data is used for purposes that the council registered in `mesh.yaml`.",
     "purposes: [planing]   # of an agreement", "purposes: [planning]"},
    {"HNS-V004", "a purpose that is a part of itself",
     "Parents of purposes lead upwards without a cycle; a purpose has what its parents allow.",
     "purposes:\n  - {id: a, parent: b}\n  - {id: b, parent: a}",
     "purposes:\n  - {id: a, parent: b}\n  - {id: b}"},
    {"HNS-V005", "an environment that is not registered",
     "`after` and `--env` name environments of `mesh.yaml`.",
     "environments:\n  - {id: test}\n  - {id: prod, after: [tests]}",
     "environments:\n  - {id: test}\n  - {id: prod, after: [test]}"},
    {"HNS-V006", "an environment that comes after itself",
     "Promotion goes forward: `after` has no cycle.",
     "environments:\n  - {id: test, after: [prod]}\n  - {id: prod, after: [test]}",
     "environments:\n  - {id: test}\n  - {id: prod, after: [test]}"},
    {"HNS-V007", "a listener that cannot be opened",
     "A listener has an address of the form HOST:PORT; with TLS it has a certificate and its key.",
     "listeners:\n  - {kind: http, address: localhost}",
     "listeners:\n  - {kind: http, address: \"localhost:8080\"}"},
    {"HNS-V008", "a name that cannot be used",
     "Domains, products, environments and users are named by letters without accents, digits, `_` "
     "and `-`, beginning with a letter, at most 63: they become schemas, addresses and tokens. "
     "Tables and columns have at most 128 bytes and no control characters.",
     "domains:\n  - {id: \"flight operations\", owner: ops}",
     "domains:\n  - {id: flight_operations, owner: ops}"},
    {"HNS-V009", "a domain with the name of a reserved schema",
     "Every domain is a schema in SQL. Schemas of the engine, of PostgreSQL's clients and of Hanse "
     "(`main`, `system`, `temp`, `public`, `hanse`, `information_schema`, `pg_…`) are taken.",
     "domains:\n  - {id: system, owner: ops}", "domains:\n  - {id: systems, owner: ops}"},
    {"HNS-V010", "a domain that is not registered",
     "Creating a domain is an act of the council: a folder below `domains/` needs its entry in "
     "`mesh.yaml`.",
     "domains/weather/domain.yaml   # and no entry", "domains:\n  - {id: weather, owner: ops}"},
    {"HNS-V011", "a registered domain without its file",
     "A domain of the register has its `domains/<id>/domain.yaml`, or states the `repository` in "
     "which it lies.",
     "domains:\n  - {id: weather, owner: ops}   # and no folder",
     "domains/weather/domain.yaml"},
    {"HNS-V012", "a file that says another place or owner",
     "The folder says to which domain a file belongs, and the register who owns it. A file that "
     "says otherwise was mostly copied.",
     "# domains/weather/observations/product.odps.yaml\ndomain: harbour",
     "# domains/weather/observations/product.odps.yaml\ndomain: weather"},
    {"HNS-V013", "a domain that does not exist",
     "`parent` and `relationships` name other domains of the register.",
     "relationships:\n  - {domain: wether, direction: upstream, pattern: conformist}",
     "relationships:\n  - {domain: weather, direction: upstream, pattern: conformist}"},
    {"HNS-V014", "a domain that is a part of itself", "`parent` leads upwards without a cycle.",
     "# a: parent: b\n# b: parent: a", "# a: parent: b"},
    {"HNS-V015", "a technology that is not registered",
     "What a domain uses stands in the register's `technologies`, with the ring that the council "
     "gave it.",
     "technologies: [postgras]", "technologies: [postgres]"},
    {"HNS-V016", "two domains that differ only by case, `-` or `_`",
     "SQL compares names without regard to case, and packages of policies write `-` as `_`: both "
     "domains would share a schema or a package.",
     "domains:\n  - {id: flight-ops, owner: ops}\n  - {id: flight_ops, owner: ops}",
     "domains:\n  - {id: flight_ops, owner: ops}"},
    {"HNS-V017", "a second listener of one kind",
     "`serve` and `up` open the first listener of a kind; what else stands there is not served.",
     "listeners:\n  - {kind: http, address: \"127.0.0.1:8080\"}\n"
     "  - {kind: http, address: \"127.0.0.1:8081\"}",
     "listeners:\n  - {kind: http, address: \"127.0.0.1:8080\"}"},
    {"HNS-V020", "a port without its contract",
     "Every port names by `contractId` a contract of the mesh: it says what the data is.",
     "outputPorts:\n  - {name: hourly, version: 1.0.0}",
     "outputPorts:\n  - {name: hourly, version: 1.0.0, contractId: weather-hourly}"},
    {"HNS-V021", "two ports of one name and version", "Name and version together name a port.",
     "outputPorts:\n  - {name: a, version: 1.0.0, contractId: x}\n"
     "  - {name: a, version: 1.0.0, contractId: y}",
     "outputPorts:\n  - {name: a, version: 1.0.0, contractId: x}\n"
     "  - {name: a, version: 2.0.0, contractId: y}"},
    {"HNS-V022", "a contract that two output ports serve",
     "One port keeps a contract: otherwise it could not be told who must.",
     "# two products\ncontractId: weather-hourly", "# the second one\ncontractId: weather-daily"},
    {"HNS-V023", "products that depend on each other",
     "Products are built in the order of what they read, so that no product can need itself.",
     "# a reads b, b reads a", "# a reads c, b reads a"},
    {"HNS-V024", "a version that does not fit its contract",
     "A contract's version begins with its major (`1.0.0`), and a port shares the major of its "
     "contract: consumers rely on it.",
     "outputPorts:\n  - {name: a, version: 2.0.0, contractId: x}   # x is of version 1.3.0",
     "outputPorts:\n  - {name: a, version: 1.0.0, contractId: x}"},
    {"HNS-V025", "a default major that no port has",
     "`defaultMajor` says which of the majors the plain name of a table means.",
     "customProperties:\n  - {property: defaultMajor, value: 3}   # with ports of 1.0.0 and 2.0.0",
     "customProperties:\n  - {property: defaultMajor, value: 2}"},
    {"HNS-V026", "a status that the life cycle does not have",
     "Products and contracts are proposed, draft, active, deprecated or retired. What is read "
     "depends on it, so that an unknown word cannot be passed over.",
     "status: actve", "status: active"},
    {"HNS-V027", "a refresh that cannot be scheduled",
     "`refresh` is `onChange`, or a schedule: five cron fields (minute, hour, day, month, weekday) "
     "or `@hourly` and its like, in UTC. A server that runs then builds the product.",
     "customProperties:\n  - {property: refresh, value: hourly}",
     "customProperties:\n  - {property: refresh, value: \"0 * * * *\"}"},
    {"HNS-V028", "a product that reads without a purpose",
     "A product with transforms, or with another product as its input, reads through the gate; "
     "what is read without a purpose is denied.",
     "inputPorts:\n  - {name: in, contractId: weather-hourly}",
     "inputPorts:\n  - {name: in, contractId: weather-hourly}\n"
     "customProperties:\n  - {property: purpose, value: planning}"},
    {"HNS-V029", "a contract that no port uses",
     "A contract has an effect by the port that names it.",
     "domains/weather/observations/old.odcs.yaml", "# remove the file, or name it in a port"},
    {"HNS-V030", "an agreement about a product that does not exist",
     "`provider` names a product of the mesh by its domain and name.",
     "provider: {domain: weather, product: observation}",
     "provider: {domain: weather, product: observations}"},
    {"HNS-V031", "an agreement about a port that does not exist",
     "`port` and `major` name an output port of the provider's product.",
     "provider: {domain: weather, product: observations, major: 2}",
     "provider: {domain: weather, product: observations, major: 1}"},
    {"HNS-V032", "an agreement for a product that does not exist",
     "The consumer is a product of the domain in whose folder the agreement lies.",
     "consumer: {product: delay}", "consumer: {product: delays}"},
    {"HNS-V033", "an agreement about a column that does not exist",
     "`columns` lists columns of the provider's contract; without it the agreement is about all.",
     "columns: [wind]", "columns: [wind_speed]"},
    {"HNS-V034", "an agreement that ends before it begins", "`from` is not after `until`.",
     "from: \"2026-06-01\"\nuntil: \"2026-01-01\"", "from: \"2026-01-01\"\nuntil: \"2026-06-01\""},
    {"HNS-V035", "a product of another domain without an agreement",
     "What one domain takes from another is agreed: an agreement in the consumer's folder names "
     "the provider's product, the consuming product and the purposes.",
     "# domains/traffic/delays/product.odps.yaml\n"
     "inputPorts:\n  - {name: weather, contractId: weather-hourly}",
     "# domains/traffic/agreements/weather.agreement.yaml\n"
     "provider: {domain: weather, product: observations}\n"
     "consumer: {product: delays}\npurposes: [planning]"},
    {"HNS-V036", "an agreement that does not cover the purpose",
     "The purpose of the consuming product is one of the agreement's, or lies below one.",
     "purposes: [research]   # the product's purpose is planning",
     "purposes: [research, planning]"},
    {"HNS-V037", "an agreement that does not cover a column",
     "A table that takes its rows unchanged from another domain has only columns that the "
     "agreement lists.",
     "columns: [hour]   # the table has hour and wind_speed", "columns: [hour, wind_speed]"},
    {"HNS-V040", "two tables of one name in a domain",
     "Every table of an output port is a table in the schema of its domain; names are compared "
     "without regard to case. Only majors of one port share a name.",
     "schema:\n  - {name: Hourly}   # and `hourly` in another product",
     "schema:\n  - {name: hourly_wind}"},
    {"HNS-V041", "a table with the name of a major",
     "Majors live side by side as `t_v1`, `t_v2`. A table of such a name would hide one.",
     "# tables `hourly` (version 1.0.0) and `hourly_v1`", "# tables `hourly` and `hourly_first`"},
    {"HNS-V042", "an output contract without a schema",
     "The contract of an output port says the tables and columns that consumers get.",
     "id: weather-hourly\nversion: 1.0.0",
     "id: weather-hourly\nversion: 1.0.0\n"
     "schema: [{name: hourly, properties: [{name: hour, logicalType: timestamp}]}]"},
    {"HNS-V043", "a table without columns", "A table has at least one column.",
     "schema: [{name: hourly}]",
     "schema: [{name: hourly, properties: [{name: hour, logicalType: timestamp}]}]"},
    {"HNS-V044", "a table that nothing fills",
     "Input becomes output by a transform `<table>.sql`, or by identity: an input port whose "
     "contract has all the table's columns with the same types, or no schema of its own.",
     "# output `daily(day, wind)`, input `hourly(hour, wind)`, no transform",
     "# daily.sql\nSELECT CAST(hour AS DATE) AS day, max(wind) AS wind\n"
     "FROM weather.hourly GROUP BY 1"},
    {"HNS-V045", "a table that several inputs could fill",
     "Identity needs one input. Among several the one with the name of the table is taken.",
     "inputPorts: [{name: a, contractId: x}, {name: b, contractId: y}]   # both fit `hourly`",
     "inputPorts: [{name: hourly, contractId: x}, {name: b, contractId: y}]"},
    {"HNS-V046", "a transform of no table",
     "A transform is named after a table of an output contract: `<table>.sql`, or `<table>_v2.sql` "
     "for one major.",
     "domains/weather/observations/houly.sql", "domains/weather/observations/hourly.sql"},
    {"HNS-V047", "two transforms of one table",
     "Names of tables are compared without regard to case, and a table has one transform.",
     "Hourly.sql\nhourly.sql", "hourly.sql"},
    {"HNS-V048", "a table with too many columns",
     "A table has at most 2,000 columns: what is decided, planned and bound about a table is about "
     "each of them.",
     "# 100,000 columns, one a measurement", "# columns `time`, `sensor` and `value`"},
    {"HNS-V050", "an input contract without a server",
     "The contract of an input port says where its data comes from, or is the output contract of "
     "another product. The contract of a table that another tool fills (`externalBuild`) says "
     "where the tool puts it.",
     "id: weather-files\nversion: 1.0.0",
     "id: weather-files\nversion: 1.0.0\n"
     "servers: [{server: files, type: local, path: data/weather.csv, format: csv}]"},
    {"HNS-V051", "a server that is not read",
     "Data is read from servers of type `local`, in CSV, JSON, NDJSON or Parquet, and `postgres`; "
     "an output port is delivered to the latter where `stores.targets` lists it. Others are kept as "
     "they stand and nothing is read from or written to them.",
     "servers: [{server: db, type: duckdb, database: weather.db}]",
     "servers: [{server: files, type: local, path: data/weather.csv, format: csv}]"},
    {"HNS-V052", "no server for the environment",
     "A server without `environment` is for all; otherwise one must be of the environment that is "
     "planned.",
     "# --env dev\n"
     "servers: [{server: f, type: local, environment: prod, path: p.csv, format: csv}]",
     "servers: [{server: f, type: local, environment: dev, path: p.csv, format: csv}]"},
    {"HNS-V053", "a server of an unknown environment",
     "The environments of servers are those of `mesh.yaml`; a server of another is never used.",
     "environment: production", "environment: prod"},
    {"HNS-V054", "a source that may not be read from",
     "Files lie in the folder of the mesh, or in those of `stores.sources`, and not in the state "
     "folder: a specification cannot make Hanse publish other files of the machine. Links are "
     "followed and checked when the file is read. A database is listed there by its address, "
     "`postgres://HOST:PORT/DATABASE`: no other one is told a password.",
     "path: ../../etc/passwd", "path: data/weather.csv"},
    {"HNS-V060", "two tables or columns of one name",
     "Within a contract tables, and within a table columns, have names that differ by more than "
     "case.",
     "properties: [{name: hour}, {name: Hour}]", "properties: [{name: hour}, {name: hour_utc}]"},
    {"HNS-V061", "positions of a primary key",
     "The columns of a primary key count their `primaryKeyPosition` from 1 without a gap, all of "
     "them or none.",
     "properties:\n  - {name: a, primaryKey: true, primaryKeyPosition: 1}\n"
     "  - {name: b, primaryKey: true, primaryKeyPosition: 3}",
     "properties:\n  - {name: a, primaryKey: true, primaryKeyPosition: 1}\n"
     "  - {name: b, primaryKey: true, primaryKeyPosition: 2}"},
    {"HNS-V062", "bounds between which nothing fits", "The lower bound is not above the upper.",
     "logicalTypeOptions: {minimum: 10, maximum: 1}",
     "logicalTypeOptions: {minimum: 1, maximum: 10}"},
    {"HNS-V063", "a pattern that does not parse", "Patterns are regular expressions of ECMA-262.",
     "logicalTypeOptions: {pattern: \"^[A-Z{2}$\"}",
     "logicalTypeOptions: {pattern: \"^[A-Z]{2}$\"}"},
    {"HNS-V064", "a pattern that the engine cannot match",
     "Look-around and back references need a matcher whose time no one can bound. The pattern is "
     "kept, and a check with it has no verdict.",
     "logicalTypeOptions: {pattern: \"^(?!NA)[A-Z]+$\"}",
     "logicalTypeOptions: {pattern: \"^[A-Z]+$\"}"},
    {"HNS-V065", "a value that its column cannot have",
     "The values of `enum` are of the column's type, each once.",
     "logicalType: integer\nenum: [{value: one}]", "logicalType: integer\nenum: [{value: 1}]"},
    {"HNS-V066", "a quality rule that cannot be checked",
     "`rowCount` is a metric of a table; `nullValues`, `missingValues` and `invalidValues` are of "
     "a column; `duplicateValues` of a table names its columns. `missingValues` needs the words, "
     "`invalidValues` the values or a pattern.",
     "quality: [{metric: missingValues, mustBe: 0}]",
     "quality: [{metric: missingValues, arguments: {missingValues: [NA]}, mustBe: 0}]"},
    {"HNS-V067", "a service level that ODCS does not have",
     "Service levels have the names of the standard, in any case. Others are kept and not checked.",
     "slaProperties: [{property: fresness, value: 1, unit: d}]",
     "slaProperties: [{property: freshness, value: 1, unit: d}]"},
    {"HNS-V068", "a service level about what does not exist",
     "`element` names tables and columns of the contract: `table.column`.",
     "slaProperties: [{property: freshness, value: 1, unit: d, element: hourly.our}]",
     "slaProperties: [{property: freshness, value: 1, unit: d, element: hourly.hour}]"},
    {"HNS-V069", "a nested column without its parts",
     "A column of type `object` states its `properties`, one of type `array` its `items`; no other "
     "has them.",
     "{name: readings, logicalType: array}",
     "{name: readings, logicalType: array, items: {logicalType: number}}"},
    {"HNS-V070", "two concepts of one name", "Within a glossary each concept has an id of its own.",
     "concepts: [{id: customer, definition: Who buys.}, {id: customer, definition: Who pays.}]",
     "concepts: [{id: customer, definition: Who buys.}, {id: payer, definition: Who pays.}]"},
    {"HNS-V071", "a concept that does not exist",
     "Columns are bound to a concept by `glossary/<file>.yaml#<concept>`; terms and `related` name "
     "it by `<file>#<concept>`.",
     "authoritativeDefinitions: [{type: businessDefinition, url: glossary/sales.yaml#custommer}]",
     "authoritativeDefinitions: [{type: businessDefinition, url: glossary/sales.yaml#customer}]"},
    {"HNS-V072", "a column of two concepts", "A column is bound to one concept at the most.",
     "authoritativeDefinitions:\n"
     "  - {type: businessDefinition, url: glossary/sales.yaml#customer}\n"
     "  - {type: businessDefinition, url: glossary/sales.yaml#payer}",
     "authoritativeDefinitions: [{type: businessDefinition, url: glossary/sales.yaml#payer}]"},
    {"HNS-V073", "a column of another type than its concept",
     "What several domains mean by one word has one logical type.",
     "{name: customer_id, logicalType: string}   # the concept is an integer",
     "{name: customer_id, logicalType: integer}"},
    {"HNS-V074", "a pattern beside the concept's",
     "A bound column takes the pattern of its concept. One of its own is kept, and can differ from "
     "what others hold their values against.",
     "logicalTypeOptions: {pattern: \"^[0-9]+$\"}   # the concept has ^C[0-9]{6}$",
     "logicalTypeOptions: {}"},
    {"HNS-V075", "a column that looks like a concept",
     "A column has the name of a concept, or a synonym of it, and is not bound to it: it takes "
     "neither its type nor its classification.",
     "{name: customer_id}",
     "{name: customer_id, authoritativeDefinitions: [{type: businessDefinition, url: "
     "glossary/sales.yaml#customerId}]}"},
};

}  // namespace

std::span<const CodeEntry> validation_codes() { return kCodes; }

}  // namespace hanse::spec
