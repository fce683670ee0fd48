// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/app.h"
#include "catalog/records.h"

namespace hanse::app {

// Rights to single products, given and taken without a change of the folder. Whether somebody may
// is hanse.change's to decide, as a change of kind `grant` in the product's domain. Effective on
// the next statement of every door; recorded in the ledger.

struct NewGrant {
  std::string principal;              // user:ID, group:ID or product:DOMAIN/NAME
  std::string product;                // domain/name
  std::string port;                   // empty: all
  std::string purpose;                // empty: any
  std::vector<std::string> columns;   // empty: all
  std::string from, until;            // as dates or instants (UTC); empty: now, open
  std::string reason;
};
// The record as it was stored. kNotFound (with nearest) for what is not in the applied mesh,
// kInvalidArgument for what is no principal or time, kDenied with the policy's words.
Result<catalog::GrantRecord> grant(App& app, const NewGrant& wanted,
                                   const identity::Principal& by);
// From now on. kNotFound also for grants that `by` may not change.
Status revoke_grant(App& app, const std::string& id, const identity::Principal& by);
// Those that `by` may change, newest first; ended ones only when `all`.
Result<std::vector<catalog::GrantRecord>> grants(App& app, const identity::Principal& by, bool all);

}  // namespace hanse::app
