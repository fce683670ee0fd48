// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "plan/promises.h"

namespace hanse::plan {

// Whether the changes of status in `plan` are steps of the life cycle draft, proposed, active,
// deprecated, retired, of products and of contracts:
//   HNS-L001  a step that there is not, and no new major version: `active` to `draft`, `active` to
//             `retired`, anything after `retired`
//   HNS-L002  `deprecated` without the date at which it ends
//   HNS-L003  a product's end that is told less than `notice.retirement` before, or that comes
//             before the date that was told
//   HNS-L004  the end of what somebody still has a right to, or reads; it names them
// Where the environment is for development they are warnings. Pure but for what it adds to
// `plan.diagnostics`.
void check_lifecycle(const PromiseCheck& check, Plan& plan);

}  // namespace hanse::plan
