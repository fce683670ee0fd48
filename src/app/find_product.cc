// SPDX-License-Identifier: Apache-2.0
#include "app/find_product.h"

#include "base/utf8.h"
#include "catalog/snapshot.h"

namespace hanse::app {

Result<ProductId> find_product(const spec::Model& model, const std::string& name) {
  std::vector<std::string> addresses;
  for (const auto& [id, product] : model.products) {
    if (id.str() == name || id.name == name) return id;
    addresses.push_back(id.str());
  }
  for (const catalog::TableEntry& table : catalog::tables_of(model))
    if (equal_ignoring_case(table.schema + "." + table.name, name)) return table.address.product;
  const std::vector<std::string_view> candidates(addresses.begin(), addresses.end());
  const std::string_view near = nearest(name, candidates);
  return fail(
      ErrorCode::kNotFound, fmt::format("there is no product `{}`", name),
      near.empty() ? "`hanse status` lists the products" : fmt::format("did you mean `{}`?", near));
}

}  // namespace hanse::app
