// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hanse::contract {

// What a change means to one side.
enum class Impact : uint8_t { kCompatible, kAdditive, kBreaking };

// One kind of change that a contract can undergo; each has a row in compatibility_rules().
// clang-format off
enum class Rule : uint8_t {
  kContractId, kContractVersion, kContractApiVersion, kContractActivated, kContractDeprecated,
  kContractWithdrawn, kContractRetired, kContractStatus, kContractPlace, kContractDescribed,
  kContractCustom, kTableAdded, kTableRemoved, kTableRenamed, kTableRenamedInContract,
  kTableRecased, kTablePhysicalName, kTablePhysicalType, kTablePhysicalKind, kTableLogicalType,
  kTableGranularity, kTableDeprecated, kTableUndeprecated, kTableDescribed, kKeyAdded,
  kKeyRemoved, kKeyColumnAdded, kKeyColumnRemoved, kKeyPosition, kKeyImplied, kColumnAdded,
  kColumnAddedRequired, kColumnRemoved, kColumnRenamed, kColumnRenamedInContract,
  kColumnRecased, kColumnPhysicalName, kColumnOrder, kColumnDeprecated, kColumnUndeprecated,
  kColumnTransform, kColumnPartition, kColumnTags, kColumnDescribed, kRequiredAdded,
  kRequiredRemoved, kRequiredImplied, kUniqueAdded, kUniqueRemoved, kUniqueImplied,
  kClassificationRaised, kClassificationLowered, kCriticalChanged, kEncryptedNameAdded,
  kEncryptedNameChanged, kSemanticType, kTypeWidened, kTypeNarrowed, kTypeChanged,
  kTypeRestated, kTypeStated, kTypeUnstated, kLengthTightened, kLengthLoosened, kRangeTightened,
  kRangeLoosened, kRangeChanged, kRangeRestated, kMultipleTightened, kMultipleLoosened,
  kMultipleChanged, kPatternAdded, kPatternRemoved, kPatternChanged, kFormatAdded,
  kFormatRemoved, kFormatChanged, kTimeZoneChanged, kTimeZoneDefault, kItemsTightened,
  kItemsLoosened, kMembersTightened, kMembersLoosened, kVectorDimensions, kVectorElementType,
  kVectorMetric, kVectorModel, kVectorNormalized, kVectorDenormalized, kEnumAdded, kEnumRemoved,
  kEnumValueAdded, kEnumValueRemoved, kEnumDescribed, kQualityAdded, kQualityRemoved,
  kQualityTightened, kQualityLoosened, kQualityChanged, kQualityRaised, kQualityLowered,
  kQualityAdvice, kQualityDescribed, kRelationshipAdded, kRelationshipRemoved,
  kRelationshipChanged, kRelationshipDescribed, kLevelAdded, kLevelRemoved, kLevelTightened,
  kLevelLoosened, kLevelChanged, kLevelRestated, kLevelDescribed, kServerAdded, kServerRemoved,
  kServerType, kServerPlace, kServerForm, kServerDescribed, kRoleAdded, kRoleRemoved,
  kRoleAccess, kRoleDescribed, kPriceAdded, kPriceRemoved, kPriceRaised, kPriceLowered,
  kPriceChanged, kSupport, kTeam
};
// clang-format on

struct CompatibilityRule {
  Rule rule;
  std::string_view id;    // "column.removed": stable, in JSON and in the documentation
  std::string_view what;  // what changes
  Impact readers, writers;
  std::string_view reason;  // one sentence without its stop
};
std::span<const CompatibilityRule> compatibility_rules();  // in the order of Rule
const CompatibilityRule& row_of(Rule rule);

// "compatible", "additive", "breakingForReaders", "breakingForWriters" or "breakingForBoth".
std::string_view class_of(const CompatibilityRule& rule);
std::string_view to_string(Impact verdict);  // "compatible", "additive", "breaking"

// docs/reference/compatibility.md.
std::string compatibility_markdown();

}  // namespace hanse::contract
