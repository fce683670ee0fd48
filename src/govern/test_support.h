// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "engine/engine.h"

namespace hanse::govern {

// One parser for all tests, from the first one that asks to the end of the last. Not a static's: an
// engine that ends after `main` finds what it kept for the thread gone (engine/engine.h).
inline engine::Parser& test_parser() {
  struct Kept : testing::Environment {
    Kept() : parser(engine::make_parser().value()) {}
    void TearDown() override { parser.reset(); }
    std::shared_ptr<engine::Parser> parser;
  };
  static auto* const kept =
      static_cast<Kept*>(testing::AddGlobalTestEnvironment(std::make_unique<Kept>().release()));
  return *kept->parser;
}

}  // namespace hanse::govern
