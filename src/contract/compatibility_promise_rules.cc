// SPDX-License-Identifier: Apache-2.0
#include "contract/compatibility_table.h"

namespace hanse::contract {
namespace {

constexpr CompatibilityRule kRules[] = {
    {Rule::kQualityAdded, "quality.added", "a quality rule is added", kStays, kBreaks,
     "data that was good may fail the rule"},
    {Rule::kQualityRemoved, "quality.removed", "a quality rule is removed", kBreaks, kStays,
     "what was checked for readers is checked no longer"},
    {Rule::kQualityTightened, "quality.tightened",
     "what a quality rule allows is a part of what it allowed", kStays, kBreaks,
     "data that was good may fail the rule"},
    {Rule::kQualityLoosened, "quality.loosened", "a quality rule allows all that it did, and more",
     kBreaks, kStays, "readers may meet data that would have failed"},
    {Rule::kQualityChanged, "quality.changed",
     "a quality rule measures something else, or allows neither more nor less", kBreaks, kBreaks,
     "good data may fail, and readers may meet what would have failed"},
    {Rule::kQualityRaised, "quality.severity-raised", "a quality rule becomes an error", kStays,
     kBreaks, "what was only warned of fails now"},
    {Rule::kQualityLowered, "quality.severity-lowered", "a quality rule is an error no longer",
     kBreaks, kStays, "readers may meet data that would have failed"},
    {Rule::kQualityAdvice, "quality.advice",
     "a quality rule that fails nothing: of type `text`, or of a severity below `error`", kStays,
     kStays, "it tells, and stops nothing, before and after"},
    {Rule::kQualityDescribed, "quality.described",
     "name, description, dimension, impact or schedule of a quality rule, or the same bounds in "
     "other words",
     kStays, kStays, "the same data passes"},

    {Rule::kRelationshipAdded, "relationship.added", "a relationship is stated", kStays, kBreaks,
     "values without a partner were valid and are not so now"},
    {Rule::kRelationshipRemoved, "relationship.removed", "a relationship is dropped", kBreaks,
     kStays, "readers who join may lose rows"},
    {Rule::kRelationshipChanged, "relationship.changed", "a relationship leads elsewhere", kBreaks,
     kBreaks, "readers join with another table, and writers need partners there"},
    {Rule::kRelationshipDescribed, "relationship.described",
     "id, type or custom properties of a relationship, or whether table or column states it",
     kStays, kStays, "the same columns are joined"},

    {Rule::kLevelAdded, "service-level.added", "a service level is promised", kAdds, kBreaks,
     "readers gain a promise that those who deliver must keep"},
    {Rule::kLevelRemoved, "service-level.removed", "a service level is no longer promised", kBreaks,
     kStays, "readers lose a promise"},
    {Rule::kLevelTightened, "service-level.tightened", "a service level promises more", kStays,
     kBreaks, "who delivered in time before may be late now"},
    {Rule::kLevelLoosened, "service-level.loosened", "a service level promises less", kBreaks,
     kStays, "readers who counted on the old level are let down"},
    {Rule::kLevelChanged, "service-level.changed",
     "a service level that cannot be compared with the old one", kBreaks, kBreaks,
     "neither side can tell that the old promise is kept"},
    {Rule::kLevelRestated, "service-level.restated", "the same level in another unit", kStays,
     kStays, "24 h are one day"},
    {Rule::kLevelDescribed, "service-level.described",
     "driver, description, schedule or definitions of a service level", kStays, kStays,
     "the level stays"},

    {Rule::kServerAdded, "server.added", "a server is added", kAdds, kStays,
     "there is one more place to read from"},
    {Rule::kServerRemoved, "server.removed", "a server is removed", kBreaks, kBreaks,
     "whoever reads or writes there finds it promised no longer"},
    {Rule::kServerType, "server.type", "the `type` of a server", kBreaks, kBreaks,
     "another kind of store is reached by other means"},
    {Rule::kServerPlace, "server.place", "where a server is: host, database, path, location, …",
     kBreaks, kBreaks, "whoever reads or writes at the old place finds nothing there"},
    {Rule::kServerForm, "server.form", "`format`, `delimiter` or `encoding` of a server", kBreaks,
     kBreaks, "files are written, and have to be parsed, in another way"},
    {Rule::kServerDescribed, "server.described",
     "description, roles, id or custom properties of a server", kStays, kStays,
     "the same place in the same form"},

    {Rule::kRoleAdded, "role.added", "a role is added", kAdds, kStays,
     "there is one more right to ask for"},
    {Rule::kRoleRemoved, "role.removed", "a role is removed", kBreaks, kBreaks,
     "whoever reads or writes by the role loses the right"},
    {Rule::kRoleAccess, "role.access", "the `access` of a role", kBreaks, kBreaks,
     "whoever reads or writes by the role may lose the right"},
    {Rule::kRoleDescribed, "role.described", "description or approvers of a role", kStays, kStays,
     "the right stays as it was"},

    {Rule::kPriceAdded, "price.added", "a price is stated", kBreaks, kStays,
     "readers pay for what was free"},
    {Rule::kPriceRemoved, "price.removed", "the price is dropped", kStays, kStays,
     "readers pay nothing"},
    {Rule::kPriceRaised, "price.raised", "a higher price", kBreaks, kStays, "readers pay more"},
    {Rule::kPriceLowered, "price.lowered", "a lower price", kStays, kStays, "readers pay less"},
    {Rule::kPriceChanged, "price.changed", "another currency or unit of the price", kBreaks, kStays,
     "readers cannot tell that they pay no more"},

    {Rule::kSupport, "support", "channels of support", kStays, kStays,
     "where to ask changes, not what is promised"},
    {Rule::kTeam, "team", "the team and its members", kStays, kStays,
     "who cares for the data changes, not what is promised"},
};

}  // namespace

std::span<const CompatibilityRule> promise_rules() { return kRules; }

}  // namespace hanse::contract
