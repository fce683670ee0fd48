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
};

}  // namespace

std::span<const CodeEntry> contract_codes() { return kCodes; }

}  // namespace hanse::spec
