// SPDX-License-Identifier: Apache-2.0
#include "spec/code_parts.h"

namespace hanse::spec {
namespace {

constexpr CodeEntry kCodes[] = {
    {"HNS-S040", "an id of another form",
     "References name things by their id, so it has neither white space nor any of `. # / \\ @ ! % "
     "& ^`. In a contract of ODCS 3.1.0 it has letters without accents, digits, `-` and `_` only.",
     "schema:\n  - {id: orders.tbl, name: orders}", "schema:\n  - {id: orders_tbl, name: orders}"},
    {"HNS-S041", "a field that is kept and not read",
     "Here the standard leaves a map open, so that a field it does not know is no error. It stays "
     "in the document and has no effect.",
     "description: {purpse: Planning}", "description: {purpose: Planning}"},
    {"HNS-S042", "a classification that is not known here",
     "The standard takes any word. Policies compare public, internal, confidential and restricted; "
     "any other word counts as restricted, so that nothing is shown by mistake.",
     "classification: secret", "classification: restricted"},
    {"HNS-S043", "a relationship that names no columns",
     "Columns are named as `table.column`, or by ids as `schema/TABLE_ID/properties/COLUMN_ID`; a "
     "file of another contract may stand before it with `#`. `from` and `to` name as many columns.",
     "relationships:\n  - {to: orders}", "relationships:\n  - {to: orders.id}"},
    {"HNS-S044", "a list that is empty or has a value twice",
     "A closed list of values says at least one thing, and each once.", "enum: []",
     "enum:\n  - {value: open}\n  - {value: closed}"},
    {"HNS-S045", "a field of ODCS 2.2 that has no counterpart",
     "A contract of ODCS 2.2 is read as one of 3.x. What 3.x has no field for is kept as a custom "
     "property, and credentials are left out.",
     "apiVersion: v2.2.2\npassword: ${PASSWORD}", "apiVersion: v3.2.0"},
    {"HNS-S046", "a field that another type has",
     "Some fields exist for one type only: `items` for arrays, `query` for rules of type `sql`.",
     "properties:\n  - {name: a, logicalType: string, items: {logicalType: string}}",
     "properties:\n  - {name: a, logicalType: array, items: {logicalType: string}}"},
    {"HNS-S047", "a relationship that leads nowhere",
     "Within one contract both ends of a relationship exist.",
     "relationships:\n  - {to: orders.idd}", "relationships:\n  - {to: orders.id}"},
};

}  // namespace

std::span<const CodeEntry> standard_codes() { return kCodes; }

}  // namespace hanse::spec
