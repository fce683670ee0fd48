// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "spec/model.h"

namespace hanse::app {

// The product that people mean by `domain/product`, `domain.table` or its name alone. kNotFound
// with the nearest one.
Result<ProductId> find_product(const spec::Model& model, const std::string& name);

}  // namespace hanse::app
