// SPDX-License-Identifier: Apache-2.0
#include "spec/code_parts.h"

namespace hanse::spec {
namespace {

constexpr CodeEntry kCodes[] = {
    {"HNS-C080", "a source is not of its format",
     "What `hanse contract import` reads is of the format that is named. The place is where it "
     "stops being so.",
     "CREATE TABLE orders (id integer   -- never closed", "CREATE TABLE orders (id integer);"},
    {"HNS-C081", "a part of a source is left out",
     "What a contract has no place for, or what is not understood, is named and left out; the "
     "rest is imported. State it in the contract by hand where it matters.",
     "EXCLUDE USING gist (room WITH =)", "a quality rule of type `sql` in the contract"},
    {"HNS-C082", "a type that is not known",
     "A column of a type that no logical type stands for becomes a string with that "
     "`physicalType`.",
     "place geometry(Point, 4326)", "place text"},
    {"HNS-C083", "a source beyond the limits",
     "Types nest at most 64 deep and a source has at most 100,000 columns, nested ones and those "
     "of references that are followed counted.",
     "a type within a type, 100 deep", "a type of a few levels"},
};

}  // namespace

std::span<const CodeEntry> formats_codes() { return kCodes; }

}  // namespace hanse::spec
