// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "plan/apply.h"

namespace hanse::plan {

// Where the sources of a mesh may lie; `scratch` for unpacked archives.
source::SourceRoots source_roots(const Context& context, const spec::Model& model,
                                 std::string scratch);

// Whether a product's snapshots are what building it now would read: its last build succeeded, its
// sources look as they did, and what it reads has not been built since. False when that cannot be
// told. Reads no data.
bool is_current(const catalog::CatalogSnapshot& catalog, const ProductId& product,
                const Context& context);

}  // namespace hanse::plan
