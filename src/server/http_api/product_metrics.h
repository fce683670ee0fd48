// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/app.h"

namespace hanse::server {

// Prometheus's text of every product: checks, age, objectives, incidents. Nothing when the state
// cannot tell: `hanse_ready` says so.
void add_product_metrics(std::string& out, app::App& app);

}  // namespace hanse::server
