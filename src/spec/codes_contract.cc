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
     "The file of a source exists, lies in a folder that may be read from, and can be opened.",
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
    {"HNS-C016", "a list has too few, too many or repeated items",
     "A list has at least `minItems` and at most `maxItems` items, none twice with `uniqueItems`; "
     "a vector has as many numbers as `dimensions` says.",
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
};

}  // namespace

std::span<const CodeEntry> contract_codes() { return kCodes; }

}  // namespace hanse::spec
