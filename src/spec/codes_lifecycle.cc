// SPDX-License-Identifier: Apache-2.0
#include "spec/code_parts.h"

namespace hanse::spec {
namespace {

constexpr CodeEntry kCodes[] = {
    {"HNS-L001", "a step that the life cycle does not have",
     "Products and contracts go from draft or proposed to active, from active to deprecated, and "
     "from there to retired, or back to active. What is retired comes back as a new major version "
     "only. Where the environment is for development HNS-L001 to HNS-L004 are warnings.",
     "status: draft   # it was active", "status: deprecated"},
    {"HNS-L002", "a deprecation without a date",
     "Readers of what is deprecated are told when it ends: by the `endOfLife`, else the "
     "`endOfSupport`, of the contract; of a deprecated product, of each contract of its output "
     "ports.",
     "status: deprecated",
     "status: deprecated\nslaProperties: [{property: endOfSupport, value: '2027-06-01'}]"},
    {"HNS-L003", "a retirement inside its notice",
     "A product's end is told at least `notice.retirement` of mesh.yaml before, and nothing is "
     "retired before the date that was told.",
     "status: retired   # its endOfSupport is next month", "status: deprecated   # until then"},
    {"HNS-L004", "a retirement of what is in use",
     "What ends has no agreement and no grant that still holds, and no product reads it.",
     "status: retired   # an agreement on it holds until next year",
     "until: '2027-06-01'   # of the agreement: then the product can be retired"},
    {"HNS-L010", "too many rows to be kept apart",
     "A contract with `quarantine` lets a build keep rows apart that break it, up to a share of "
     "them: 10 percent, or its `limitPercent`. More of them are no slips, but another source than "
     "the contract describes.",
     "customProperties: [{property: quarantine, value: {limitPercent: 1}}]   # and 3 % break it",
     "customProperties: [{property: quarantine, value: {limitPercent: 5}}]"},
};

}  // namespace

std::span<const CodeEntry> lifecycle_codes() { return kCodes; }

}  // namespace hanse::spec
