// SPDX-License-Identifier: Apache-2.0
#include "strategy/selection/kinds.h"

#include "strategy/selection/selection.h"

namespace hanse::strategy {

void check_selection_file(spec::Decoder& decoder, const spec::Node& root, const spec::Model&) {
  Selection selection;
  decode_selection(decoder, root, selection);
}

}  // namespace hanse::strategy
