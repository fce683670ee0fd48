// SPDX-License-Identifier: Apache-2.0
#include "spec/code_parts.h"

namespace hanse::spec {
namespace {

constexpr CodeEntry kCodes[] = {
    {"HNS-C001", "the data lacks a column",
     "A source has every column that its contract names, by `physicalName` where stated.",
     "hour,wind   # the contract names `wind_speed`", "hour,wind_speed"},
    {"HNS-C002", "a value is not of the contract's type",
     "Every value is read as the type that the contract states, with its `format`. The row and the "
     "value are shown; nothing is published.",
     "2026-01-01T00:00:00Z,strong   # wind_speed is a number", "2026-01-01T00:00:00Z,11.5"},
    {"HNS-C003", "a required value is missing",
     "A column with `required: true` has a value in every row. Words that stand for a missing "
     "value are those of the column's quality rule `missingValues`.",
     ",11.5   # hour is required", "2026-01-01T00:00:00Z,11.5"},
    {"HNS-C004", "a value that must be unique stands twice",
     "A column with `unique: true` has each value once.", "a1\na1", "a1\na2"},
    {"HNS-C005", "a primary key stands twice or is missing",
     "The columns of the primary key together are unique, and each has a value.",
     "2026-01-01T00:00:00Z,11.5\n2026-01-01T00:00:00Z,11.7",
     "2026-01-01T00:00:00Z,11.5\n2026-01-01T01:00:00Z,11.7"},
    {"HNS-C006", "a source cannot be read",
     "The file of a source exists, lies in a folder that may be read from, and can be opened; a "
     "database answers, and has the table.",
     "path: data/wether.csv", "path: data/weather.csv"},
    {"HNS-C007", "a type that would lose",
     "A few types lose when they are kept in Parquet or shown in JSON. They are refused for "
     "products; docs/reference/types.md says which to use instead.",
     "physicalType: hugeint", "physicalType: decimal(38,0)"},
    {"HNS-C008", "a format that is not read", "Files are CSV, JSON, NDJSON or Parquet.",
     "format: xlsx", "format: csv"},
    {"HNS-C010", "the data has another physical type",
     "A column whose file states its own type (Parquet) has the one that `physicalType` names; "
     "docs/reference/types.md says which that is.",
     "physicalType: bigint   # the file has INTEGER", "physicalType: int"},
    {"HNS-C011", "a text is too short or too long",
     "A value has at least `minLength` and at most `maxLength` characters.",
     "country\nGER   # maxLength: 2", "country\nDE"},
    {"HNS-C012", "a value is outside its range",
     "A value lies within `minimum` and `maximum`, and inside `exclusiveMinimum` and "
     "`exclusiveMaximum`; a number that is none (NaN) lies in no range.",
     "quantity\n-1   # minimum: 0", "quantity\n1"},
    {"HNS-C013", "a text does not match its pattern",
     "A value matches `pattern` (ECMA-262) somewhere; `^` and `$` tie it to the ends.",
     "order_id\nA-1   # pattern: ^[0-9]+$", "order_id\n1"},
    {"HNS-C014", "a value is not of its format",
     "A text has the form that `format` names (email, uuid, uri, hostname, ipv4, ipv6, date, …), a "
     "number the range of it (i8 … u128, f32).",
     "email\nanna.example.org   # format: email", "email\nanna@example.org"},
    {"HNS-C015", "a number is no multiple of its step",
     "A value is a multiple of `multipleOf`.", "price\n1.005   # multipleOf: 0.01",
     "price\n1.01"},
    {"HNS-C016", "a list or object has too few, too many or repeated items",
     "A list has at least `minItems` and at most `maxItems` items, none twice with `uniqueItems`; "
     "an object has at least `minProperties` and at most `maxProperties` members; a vector has as "
     "many numbers as `dimensions` says.",
     "[\"a\", \"a\"]   # uniqueItems: true", "[\"a\", \"b\"]"},
    {"HNS-C017", "a value is none of the list",
     "A value is one of those that `enum` lists. It goes before the `validValues` of a quality "
     "rule: no value is counted twice.",
     "status\nopne   # enum: open, closed", "status\nopen"},
    {"HNS-C018", "a quality rule is broken",
     "What a library metric measures (nullValues, missingValues, invalidValues, duplicateValues, "
     "rowCount; rows or percent of them) is as its operator wants. `mustBeBetween` leaves the ends "
     "out, as the standard says.",
     "metric: rowCount\nmustBeGreaterThan: 0   # the table is empty",
     "metric: rowCount\nmustBeGreaterOrEqualTo: 0"},
    {"HNS-C019", "a `sql` rule is broken",
     "The statement of a `sql` rule gives one number or truth value that is as its operator wants.",
     "query: SELECT count(*) FROM {object} WHERE {property} < 0\nmustBe: 0",
     "query: SELECT count(*) FROM {object} WHERE {property} < -273.15\nmustBe: 0"},
    {"HNS-C020", "a key is not in the table referred to",
     "Each key of a relationship's `from` stands in its `to`, in the same contract or in a further "
     "one that is given; a key without a value refers to nothing.",
     "order 1 of customer 7   # there is no customer 7", "order 1 of customer 1"},
    {"HNS-C021", "a service level is not kept",
     "Freshness, latency, retention and frequency are computed from the column that `element` "
     "names: the newest instant is not older, the oldest is not older, no step between two is "
     "longer than `value` and `unit` say.",
     "property: freshness\nvalue: 1\nunit: d   # the newest row is of last week",
     "property: freshness\nvalue: 8\nunit: d"},
    {"HNS-C022", "a `sql` rule may not be run",
     "A `sql` rule is exactly one SELECT that reads tables of the contract by their names and "
     "nothing else: no files, no settings, no other functions than those on the list "
     "(docs/reference/functions.md).",
     "query: SELECT count(*) FROM read_csv('/etc/passwd')", "query: SELECT count(*) FROM {object}"},
    {"HNS-C023", "a promise was not checked",
     "What the engine cannot match, what only people or another engine can check, and what needs a "
     "column that is not there is said, never passed in silence.",
     "pattern: ^(?!x)   # a look-around", "pattern: ^[^x]"},

    {"HNS-C110", "a source's column has another type",
     "The column of a database's table is of a type whose values are the contract's: text for "
     "`string`, a whole number for `integer`. docs/reference/postgres_sources.md lists them. The "
     "published snapshot stays as it was.",
     "logicalType: integer   # the table has text", "logicalType: string"},
    {"HNS-C111", "a product was not delivered",
     "Each table of an output port whose contract has a server of type `postgres` is delivered "
     "there after it was published. What was published is served; the next refresh delivers it "
     "again.",
     "stores: {}   # the target is not listed",
     "stores: {targets: [\"postgres://db.example:5432/shop\"]}"},
    {"HNS-C112", "a live product that no source can serve",
     "A product with `materialization: live` hands on tables of an input port whose contract has a "
     "server of type `postgres`: what is read at the moment of asking is computed nowhere.",
     "customProperties:\n  - {property: materialization, value: live}   # beside orders.sql",
     "customProperties:\n  - {property: materialization, value: view}"},
    {"HNS-C113", "two tables that are delivered to one place",
     "A table of a database holds what one table of the mesh gives: the second would remove the "
     "rows of the first.",
     "physicalName: orders   # in two products with one target", "physicalName: shop_orders"},
    {"HNS-C040", "a version that is too small a step",
     "A contract's version says what its changes mean to those who rely on it (SemVer 2.0.0): what "
     "breaks them is a new major, what adds a new minor, anything else a new patch. "
     "docs/reference/compatibility.md says which is which.",
     "version: 1.2.1   # a column was dropped since 1.2.0", "version: 2.0.0"},
    {"HNS-C041", "a version that goes back", "A contract's version only grows.",
     "version: 1.1.0   # it was 1.2.0", "version: 1.3.0"},
    {"HNS-C042", "a version that is not semantic",
     "A contract's version is MAJOR.MINOR.PATCH with numbers: only then can a reader tell from it "
     "what a change means.",
     "version: spring", "version: 1.4.0"},
    {"HNS-C043", "readers are broken without a new major version",
     "What an active contract of an output port promises to readers holds within its major "
     "version. Where the environment is for development it is a warning.",
     "version: 1.3.0   # a column was dropped since 1.2.0", "version: 2.0.0"},
    {"HNS-C044", "readers are left before they were told",
     "An old major, or a whole contract, ends only after a deprecation that named the date "
     "(`endOfLife`, else `endOfSupport`), and after that date; or while a port of the same name "
     "still serves it. Where the environment is for development it is a warning.",
     "version: 2.0.0   # 1.2.0 was active until now",
     "status: deprecated\nslaProperties: [{property: endOfSupport, value: '2027-06-01'}]"},
    {"HNS-C045", "the notice is too short",
     "A deprecation names a date that is at least `notice.breaking` of mesh.yaml ahead, and a date "
     "once told does not come nearer than that.",
     "slaProperties: [{property: endOfSupport, value: '2026-01-02'}]   # tomorrow",
     "slaProperties: [{property: endOfSupport, value: '2026-06-01'}]"},

    {"HNS-C050", "something has no description",
     "Who finds a contract has to learn what the data is for, what a row is and what each column "
     "says. Advice of `hanse contract lint`, as are HNS-C051 to HNS-C059.",
     "- name: orders", "- name: orders\n  description: One row for each line of an order"},
    {"HNS-C051", "a contract without an owner", "Somebody keeps what the contract promises.",
     "id: shop-orders   # and no `team`", "team: {name: shop-team}"},
    {"HNS-C052", "a contract without support", "Readers know where to ask and to complain.",
     "id: shop-orders   # and no `support`",
     "support: [{channel: help, url: 'https://help.example/orders'}]"},
    {"HNS-C053", "a table without a primary key",
     "Readers who join, compare or update have to tell rows apart.", "- name: order_id",
     "- name: order_id\n  primaryKey: true"},
    {"HNS-C054", "a pattern without a length",
     "A pattern says which texts are good; a store has to know how long they get.",
     "logicalTypeOptions: {pattern: '^[A-Z]+$'}",
     "logicalTypeOptions: {pattern: '^[A-Z]+$', maxLength: 10}"},
    {"HNS-C055", "a quality rule without severity or dimension",
     "A rule without severity counts as an error; reports sort rules by their dimension.",
     "- {metric: nullValues, mustBe: 0}",
     "- {metric: nullValues, mustBe: 0, severity: warning, dimension: completeness}"},
    {"HNS-C056", "an older form",
     "The standard has a newer form of it, which all tools of the newest version read.",
     "team: [{username: ann}]", "team: {name: shop-team, members: [{username: ann}]}"},
    {"HNS-C057", "a service level without a unit", "A number of nothing cannot be measured.",
     "- {property: latency, value: 24}", "- {property: latency, value: 24, unit: h}"},
    {"HNS-C058", "two names that are told apart by case alone",
     "Servers, roles, channels and quality rules are looked up by their names.",
     "servers: [{server: files, …}, {server: Files, …}]",
     "servers: [{server: files, …}, {server: archive, …}]"},
    {"HNS-C059", "a secret in the open",
     "A contract is read by many: what opens a server comes from the environment.",
     "customProperties: [{property: password, value: sesame}]",
     "customProperties: [{property: password, value: '${STORE_PASSWORD}'}]"},
};

}  // namespace

std::span<const CodeEntry> contract_codes() { return kCodes; }

}  // namespace hanse::spec
