// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/ids.h"
#include "base/result.h"
#include "spec/model.h"
#include "strategy/facts/mesh_facts.h"

namespace hanse::app {

// What a strategy tool looks at: the files as they lie in the folder, and what state and ledger
// know of what was applied.
struct StrategySight {
  spec::LoadedMesh mesh;
  std::optional<strategy::MeshFacts> facts;
  std::string no_facts;  // why there are none, and what to do
  std::string no_files;  // why the files may not be told of; empty: they may
  const strategy::MeshFacts* facts_or_null() const { return facts ? &*facts : nullptr; }
};
struct SightRequest {
  std::string folder;         // of mesh.yaml
  EnvironmentId environment;  // empty: the first
  std::string as;             // this development user's sight; empty: the operator's
  bool with_git = true;       // read the repository around the folder
  int64_t now_us = 0;         // what happened later is left out; 0: the clock's
};
// Leaves no state behind where there was none.
Result<StrategySight> strategy_sight(const SightRequest& request);

}  // namespace hanse::app
