// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "catalog/snapshot.h"
#include "engine/engine.h"
#include "ledger/ledger.h"

namespace hanse::govern {

class HotCopies;
class LiveSource;

struct GateParts {                    // collaborators; all thread-safe, all outlive the gate
  catalog::Catalog* catalog = nullptr;
  std::shared_ptr<engine::Parser> parser;
  std::shared_ptr<engine::Binder> binder;
  std::shared_ptr<engine::Engine> serving;
  std::shared_ptr<engine::Engine> builder;
  ledger::Ledger* ledger = nullptr;
  const Clock* clock = nullptr;
  std::string state_folder;           // absolute: snapshot files lie under it
  EnvironmentId environment;          // builds are decided in it
  std::shared_ptr<HotCopies> copies;  // null: every snapshot is read from its files
  std::shared_ptr<LiveSource> live;   // null: live products cannot be read
};

}  // namespace hanse::govern
