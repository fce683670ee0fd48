// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "engine/engine.h"
#include "govern/live.h"

namespace hanse::plan {

struct LiveOptions {
  EnvironmentId environment;
  std::shared_ptr<engine::Engine> builder;  // turns what was fetched into the contract's types
  const Clock* clock = nullptr;             // outlives the source
  std::string scratch_folder;               // absolute: where many rows wait
};

// Live products over PostgreSQL: what the gate asks for is fetched by this process's client, so
// that the serving engine needs no network. Only the table that the product's contract names can be
// asked, with conditions and columns that the gate states as values, never as text.
std::shared_ptr<govern::LiveSource> make_live_source(LiveOptions options);

}  // namespace hanse::plan
