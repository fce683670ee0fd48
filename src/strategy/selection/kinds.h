// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "spec/decoder.h"
#include "spec/model.h"

namespace hanse::strategy {

// What `hanse validate` and `plan` ask of a file of kind Selection; see DocumentKind.
void check_selection_file(spec::Decoder& decoder, const spec::Node& root, const spec::Model& mesh);

}  // namespace hanse::strategy
