// SPDX-License-Identifier: Apache-2.0
#include "contract/compatibility_table.h"

namespace hanse::contract {
namespace {

constexpr CompatibilityRule kRules[] = {
    {Rule::kContractId, "contract.id", "the contract's `id`", kBreaks, kBreaks,
     "readers and writers know a contract by its id: another id is another contract"},
    {Rule::kContractVersion, "contract.version", "the contract's `version`", kStays, kStays,
     "the number tells of the other changes and promises nothing itself"},
    {Rule::kContractApiVersion, "contract.api-version", "`apiVersion`", kStays, kStays,
     "the version of the standard is how the file is written, not what it promises"},
    {Rule::kContractActivated, "contract.activated", "`status` becomes `active`", kAdds, kStays,
     "readers may rely on the contract from now on"},
    {Rule::kContractDeprecated, "contract.deprecated", "`status` becomes `deprecated`", kAdds,
     kStays, "readers are told to move on, and nothing has ended yet: SemVer asks for a minor"},
    {Rule::kContractWithdrawn, "contract.withdrawn",
     "`status` goes from `active` or `deprecated` back to another one", kBreaks, kStays,
     "what was promised is promised no longer"},
    {Rule::kContractRetired, "contract.retired", "`status` becomes `retired`", kBreaks, kStays,
     "readers get nothing any more"},
    {Rule::kContractStatus, "contract.status", "`status` between words that promise nothing",
     kStays, kStays, "nobody could rely on the contract before, and nobody can now"},
    {Rule::kContractPlace, "contract.place", "`domain`, `tenant` or `dataProduct`", kStays, kStays,
     "who offers the data is named anew; data and promises stay"},
    {Rule::kContractDescribed, "contract.described",
     "name, description, tags, definitions, context or time of creation", kStays, kStays,
     "words for people: what is promised stays"},
    {Rule::kContractCustom, "contract.custom", "`customProperties` of the contract", kStays, kStays,
     "the standard promises nothing of them"},

    {Rule::kTableAdded, "table.added", "a table is added", kAdds, kAdds,
     "nothing that was there changes"},
    {Rule::kTableRemoved, "table.removed", "a table is removed", kBreaks, kStays,
     "whoever reads the table finds none; whoever writes it is not needed"},
    {Rule::kTableRenamed, "table.renamed",
     "a table with the same `id` has another name, in the store too", kBreaks, kBreaks,
     "it is read and written under another name"},
    {Rule::kTableRenamedInContract, "table.renamed-in-contract",
     "a table has another name, its `physicalName` stays", kBreaks, kStays,
     "readers know it by its name; it is written where it was"},
    {Rule::kTableRecased, "table.recased", "letters of a table's name change their case", kBreaks,
     kBreaks, "SQL does not mind, files, JSON and other stores do"},
    {Rule::kTablePhysicalName, "table.physical-name", "the `physicalName` of a table", kBreaks,
     kBreaks, "whoever goes to the store by itself, to read or to write, finds none of that name"},
    {Rule::kTablePhysicalType, "table.physical-type", "between table, view and materialized view",
     kStays, kBreaks, "all are read alike, but what writes one cannot write the other"},
    {Rule::kTablePhysicalKind, "table.physical-kind",
     "the `physicalType` of a table, to or from something that is neither table nor view", kBreaks,
     kBreaks, "a topic, a file and a table are read and written by different means"},
    {Rule::kTableLogicalType, "table.logical-type", "the `logicalType` of a table", kBreaks,
     kBreaks, "rows with columns and bytes without are read and written by different means"},
    {Rule::kTableGranularity, "table.granularity", "`dataGranularityDescription` says otherwise",
     kBreaks, kBreaks, "a row stands for something else: sums and counts change without an error"},
    {Rule::kTableDeprecated, "table.deprecated", "a table becomes `deprecated`", kAdds, kStays,
     "readers are told to move on, and nothing has ended yet: SemVer asks for a minor"},
    {Rule::kTableUndeprecated, "table.undeprecated", "a table is no longer `deprecated`", kStays,
     kStays, "what was to end stays"},
    {Rule::kTableDescribed, "table.described",
     "description, business name, tags, synonyms, context, definitions, id or custom properties of "
     "a table",
     kStays, kStays, "words for people: what is promised stays"},

    {Rule::kKeyAdded, "key.added", "a table gets a primary key", kStays, kBreaks,
     "rows that were valid may repeat the key or lack a part of it"},
    {Rule::kKeyRemoved, "key.removed", "a table loses its primary key", kBreaks, kStays,
     "readers who tell rows apart by it may meet two of one key"},
    {Rule::kKeyColumnAdded, "key.column-added", "a column joins the primary key", kBreaks, kBreaks,
     "the old key may repeat for readers, and the new column may not be null for writers"},
    {Rule::kKeyColumnRemoved, "key.column-removed", "a column leaves the primary key", kBreaks,
     kBreaks, "readers tell rows apart by it, and what is left may not repeat for writers"},
    {Rule::kKeyPosition, "key.position", "the order of the columns of a primary key", kStays,
     kStays, "the same columns tell rows apart, in whatever order"},
    {Rule::kKeyImplied, "key.implied",
     "a required and unique column becomes the primary key, or stays so when it is the key no more",
     kStays, kStays, "that is what a primary key of one column is"},
};

}  // namespace

std::span<const CompatibilityRule> contract_rules() { return kRules; }

}  // namespace hanse::contract
