// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "spec/decoder.h"

namespace hanse::spec {

// A contract of ODCS 2.2.x in the shape of 3.x, by the list of changes that the standard gave with
// 3.0.0: `dataset` and `columns` become `schema` and `properties`, `uuid` becomes `id`, and so on.
// What 3.x has no field for becomes a custom property; what says nothing (null) is left out, and
// so are credentials, which is said (HNS-S045). Places stay those of the file.
bool is_odcs_2x(const Node& root);
Node convert_odcs_2x(const Node& root, Decoder& decoder);

}  // namespace hanse::spec
