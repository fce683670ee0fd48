// SPDX-License-Identifier: Apache-2.0
#include "identity/principal.h"

namespace hanse::identity {

Json Principal::to_json() const {
  static constexpr std::string_view kKinds[] = {"user", "product", "operator"};
  Json group_list = Json::array(), attribute_map = Json::object();
  for (const std::string& group : groups) group_list.push(group);
  for (const auto& [name, value] : attributes) attribute_map.set(name, value);
  return Json::object({{"user", id},
                       {"groups", std::move(group_list)},
                       {"attributes", std::move(attribute_map)},
                       {"kind", kKinds[static_cast<size_t>(kind)]}});
}

std::string Principal::cache_key() const { return to_json().dump_canonical(); }

Principal product_principal(const ProductId& product) {
  Principal principal;
  principal.kind = Principal::Kind::kProduct;
  principal.id = "product:" + product.str();
  principal.name = product.str();
  return principal;
}

}  // namespace hanse::identity
