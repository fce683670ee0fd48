// SPDX-License-Identifier: Apache-2.0
#include "app/change_requests.h"

#include "base/files.h"

namespace hanse::app {

std::string administration_socket(const std::string& state_folder) {
  return join_path(state_folder, "serve.sock");
}

Result<Json> apply_document(App& app, const Json& plan, const Caller& caller, Progress progress) {
  HANSE_TRY(const plan::Plan decoded, plan::from_json(plan));
  HANSE_TRY(const plan::ApplyOutcome outcome, apply(app, decoded, caller, std::move(progress)));
  return plan::to_json(outcome);
}

Result<Json> apply_signed_in(App& app, const Json& plan, const Caller& caller, Progress progress) {
  HANSE_TRY(const auto catalog, app.catalog().current());
  if (catalog->scopes().empty())
    return fail(ErrorCode::kDenied, "nothing is applied yet that could decide who may apply",
                "the first plan is applied by the operator, with `hanse apply`");
  return apply_document(app, plan, caller, std::move(progress));
}

Result<Json> refresh_document(App& app, const std::vector<std::string>& names,
                              engine::CancelToken cancel, Progress progress, Running running) {
  HANSE_TRY(const plan::RefreshOutcome outcome,
            refresh(app, names, std::move(cancel), std::move(progress), running));
  return plan::to_json(outcome);
}

}  // namespace hanse::app
