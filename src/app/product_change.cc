// SPDX-License-Identifier: Apache-2.0
#include "app/product_change.h"

#include "plan/change_decision.h"

namespace hanse::app {

Status may_change(App& app, const catalog::CatalogSnapshot& catalog, const ProductChange& change,
                  const identity::Principal& by) {
  plan::Plan plan;
  plan.environment = app.environment().str();
  const ScopeId scope(change.product.domain.str());
  plan.scopes.push_back({scope, 0, "", {}});
  plan::Change item;
  item.kind = change.kind;
  item.address = change.address;
  item.effect = change.effect;
  item.scope = scope;
  plan.changes.push_back(std::move(item));
  return plan::decide_change(catalog.policies(), plan, by, catalog.model(), change.what);
}

}  // namespace hanse::app
