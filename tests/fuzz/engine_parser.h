// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/engine.h"

// One parser for all inputs; `inputs_end` resets it.
inline std::shared_ptr<hanse::engine::Parser>& engine_parser() {
  static auto& parser = *new std::shared_ptr<hanse::engine::Parser>(*hanse::engine::make_parser());
  return parser;
}
