// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "app/app.h"
#include "plan/plan.h"

namespace hanse::app {

// hanse.change's word on something that is done to one product without a change of the folder.
struct ProductChange {
  ProductId product;
  std::string kind;                   // as data.change.domain lists it: grant | run | …
  std::string address;                // what it is done to, for the reasons
  std::string_view what;              // "report runs of this product"
  plan::Effect effect = plan::Effect::kAdditive;  // as policies see it
};
// kDenied with the policy's words.
Status may_change(App& app, const catalog::CatalogSnapshot& catalog, const ProductChange& change,
                  const identity::Principal& by);

}  // namespace hanse::app
