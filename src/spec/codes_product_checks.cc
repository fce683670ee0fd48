// SPDX-License-Identifier: Apache-2.0
#include "spec/code_parts.h"

namespace hanse::spec {
namespace {

constexpr CodeEntry kCodes[] = {
    {"HNS-C090", "a value of a concept that is no key of it",
     "Columns of different products that are bound to one concept of the glossary mean the same "
     "thing: where one of them is the key of its table, the values of the others are found there. "
     "It is checked as the product that has the other column, when its agreements let it read the "
     "key; a failure is a warning, since no contract states the relationship.",
     "orders.customer: C-9   # customers has no customer C-9",
     "orders.customer: C-1   # or a relationship in the contract that says what holds"},
    {"HNS-C091", "a schedule of checks that cannot be read",
     "With `scheduler: cron` the `schedule` of a service level or of a quality rule is five cron "
     "fields (minute, hour, day, month, weekday) or `@hourly` and its like, in UTC. A server that "
     "runs then holds the product against its contract; a schedule that cannot be read never "
     "comes.",
     "schedule: every morning\nscheduler: cron", "schedule: \"0 6 * * *\"\nscheduler: cron"},
};

}  // namespace

std::span<const CodeEntry> product_check_codes() { return kCodes; }

}  // namespace hanse::spec
