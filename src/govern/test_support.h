// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "engine/engine.h"

namespace hanse::govern {

// One parser for all tests. Never destroyed: what statics hold goes at exit, and by then the engine
// has let go of what its parts need to end.
inline engine::Parser& test_parser() {
  static auto* const made = new std::shared_ptr<engine::Parser>(engine::make_parser().value());
  return **made;
}

}  // namespace hanse::govern
