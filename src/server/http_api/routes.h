// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "base/json.h"
#include "server/http_api/http_api.h"

namespace hanse::server {

// What is served: dispatch and the OpenAPI document are both made from this table, so that they
// cannot drift apart. A path that ends in `{id}` takes the rest of the target, slashes included.
struct Route {
  std::string_view method, path, operation, summary;
  void (HttpApi::*handler)(HttpApi::Call&);
  bool signed_in = true;
};
std::span<const Route> route_table();
// OpenAPI 3.1.
Json openapi_document();

}  // namespace hanse::server
