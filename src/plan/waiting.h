// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "catalog/snapshot.h"

namespace hanse::plan {

// What is not built unless it is asked for by name, and why in words ("no run of dbt was reported
// yet"): a product that another tool fills, unless the last report of its runs is a success, and
// what reads a table that has no rows for that reason, also behind views. Pure.
std::map<ProductId, std::string> waiting_products(const catalog::CatalogSnapshot& catalog);

// Whether another tool fills a table of that product; empty: none does.
std::string tool_of(const spec::Model& model, const ProductId& product);

}  // namespace hanse::plan
