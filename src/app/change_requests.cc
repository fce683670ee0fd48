// SPDX-License-Identifier: Apache-2.0
#include "app/change_requests.h"

#include "app/find_product.h"
#include "app/product_change.h"
#include "app/product_checks.h"
#include "app/product_status.h"
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

Result<Json> check_document(App& app, const std::vector<std::string>& names, const std::string& by,
                            engine::CancelToken cancel, const Progress& progress) {
  HANSE_TRY(const CheckRuns runs, check_named(app, names, by, std::move(cancel), progress));
  return to_json(runs);
}

Result<Json> check_signed_in(App& app, const govern::Session& session, const std::string& id,
                             engine::CancelToken cancel) {
  HANSE_TRY_STATUS(app.product(session, id));  // hidden is as good as absent
  HANSE_TRY(const auto catalog, app.catalog().current());
  HANSE_TRY(const ProductId product, find_product(catalog->model(), id));
  HANSE_TRY_STATUS(may_change(app, *catalog,
                              {product, "product", "product " + id,
                               "run the checks of this product", plan::Effect::kNone},
                              session.principal));
  HANSE_TRY(CheckRuns runs,
            check_named(app, {id}, session.principal.id, std::move(cancel), nullptr));
  HANSE_TRY(const CheckRuns seen, seen_runs(app, session, std::move(runs)));
  return to_json(seen);
}

}  // namespace hanse::app
