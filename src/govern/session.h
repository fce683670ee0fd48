// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/ids.h"
#include "base/result.h"
#include "identity/principal.h"
#include "spec/mesh.h"

namespace hanse::govern {

// Who asks, what for, and through which door: made anew for each statement. Plain data.
struct Session {
  identity::Principal principal;
  PurposeId purpose;                  // empty: the principal's default purpose
  std::string door;                   // cli | http | pgwire | …
  EnvironmentId environment;
  spec::Limits limits;                // the mesh's; a door may lower, never raise
};

// Equal exactly when policy is asked the same but for the table: who, what for, through which door.
std::string session_key(const Session& session);

// Of a statement whose rows leave: the error of `now` when nobody is signed in any more, kDenied
// when who asks is not in every attribute who asked at first.
Status still_asks(const std::string& first_cache_key, const Result<identity::Principal>& now);

}  // namespace hanse::govern
