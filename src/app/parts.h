// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "app/app.h"
#include "app/postgres/sql_catalog.h"
#include "base/files.h"
#include "engine/engine.h"
#include "identity/provider.h"

namespace hanse::app {

// The inside of an App, for the files of this folder only. Members are in order of construction:
// the gate goes before what it uses.
struct App::Parts {
  std::string folder, state_folder;
  EnvironmentId environment;
  spec::Mesh register_file;           // mesh.yaml as it lies in the folder: users, state, listeners
  std::shared_ptr<catalog::Store> store;
  std::unique_ptr<catalog::Catalog> catalog;
  std::unique_ptr<ledger::Ledger> ledger;
  std::unique_ptr<govern::Gate> gate;
  std::unique_ptr<postgres::SqlCatalog> sql_catalog;

  std::mutex changes_mutex;
  std::list<engine::CancelToken> changes;  // those that run; guarded by changes_mutex
  bool cancels_changes = false;            // guarded by changes_mutex

  std::string ledger_folder() const { return join_path(state_folder, "ledger"); }
  // Tokens of development users count in environments for development only.
  Status tokens_valid(const App& app) const;
  // Development users: of the applied register, or of the folder's while nothing is applied.
  // Fails when the state cannot tell.
  Result<std::vector<spec::DevelopmentUser>> users() const;
};

// Makes the engines and the gate once the state is open.
Status open_gate(App::Parts& parts, bool serves);

}  // namespace hanse::app
