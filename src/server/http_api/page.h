// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

namespace hanse::server {

// The catalog as one page. `products` is App::products' document of who asks; null: nobody signed
// in.
struct PageModel {
  std::string mesh_name, user, message, nonce;  // the nonce: of the page's style
  std::string url;                                // under which the asker reached it
  const Json* products = nullptr;
};
std::string render_page(const PageModel& model);

}  // namespace hanse::server
