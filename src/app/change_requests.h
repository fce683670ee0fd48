// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/app.h"
#include "app/lifecycle.h"
#include "base/json.h"

namespace hanse::app {

// What other processes ask of a server that holds the mesh, as JSON documents.

// The socket on which a server over this state takes them (net/unix_socket.h).
std::string administration_socket(const std::string& state_folder);

// `plan` as `hanse plan --out` saves it; the answer is what `hanse apply --output json` prints.
Result<Json> apply_document(App& app, const Json& plan, const Caller& caller, Progress progress);
// The same for one who signed in at a door that others reach, and is never the operator. The first
// apply of a state is the operator's (kDenied): until then only the plan's own rules could decide.
Result<Json> apply_signed_in(App& app, const Json& plan, const Caller& caller, Progress progress);
// See refresh; the answer is plan::to_json's.
Result<Json> refresh_document(App& app, const std::vector<std::string>& names,
                              engine::CancelToken cancel, Progress progress,
                              Running running = Running::kWait);
// See check_named (product_checks.h), whose to_json the answer is.
Result<Json> check_document(App& app, const std::vector<std::string>& names, const std::string& by,
                            engine::CancelToken cancel, const Progress& progress);
// Of one product (`domain/name`), by one who signed in and may change it: hanse.change is asked as
// of a change of the product. What they may not find is not there; the answer is what they may see.
Result<Json> check_signed_in(App& app, const govern::Session& session, const std::string& id,
                             engine::CancelToken cancel);

}  // namespace hanse::app
