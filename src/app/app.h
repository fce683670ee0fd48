// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/diagnostics.h"
#include "base/json.h"
#include "base/result.h"
#include "base/secret.h"
#include "catalog/snapshot.h"
#include "govern/gate.h"
#include "identity/scram.h"
#include "ledger/ledger.h"
#include "spec/model.h"

namespace hanse::postgres {
class SqlCatalog;
}
namespace hanse::app {

// An opened mesh: state, ledger, engines and gate. What doors and commands call. Thread-safe.
// One an process; everything in it lives as long as it.
class App {
 public:
  struct Options {
    std::string folder;               // of mesh.yaml
    EnvironmentId environment;        // empty: the first
    bool serves = false;              // for long: snapshots that are asked for often are copied
  };
  // Opens what was applied before; an empty state is fine. Fails when the folder has no mesh.yaml
  // or the state cannot be opened.
  static Result<std::unique_ptr<App>> open(const Options& options);
  ~App();

  govern::Gate& gate();
  postgres::SqlCatalog& sql_catalog();      // what doors that speak PostgreSQL ask first
  catalog::Catalog& catalog();
  ledger::Ledger& ledger();
  const Clock& clock() const;
  const std::string& folder() const;        // absolute
  const std::string& state_folder() const;  // absolute
  // What a kill or a crash may lose of the ledger, for people; empty: nothing.
  std::string ledger_loss() const;
  EnvironmentId environment() const;
  // Whether the environment is for development, as applied; fails when the state cannot tell.
  Result<bool> development() const;
  spec::Limits limits();                    // of the applied mesh, or the defaults
  // Of mesh.yaml as it lies in the folder; relative certificates and keys are found from there.
  std::vector<spec::Listener> listeners() const;

  // Who a bearer token is; kUnauthenticated when nobody.
  Result<identity::Principal> authenticate(const Secret<std::string>& bearer);
  // The same for doors whose clients prove a user's token without sending it.
  Result<identity::ScramExchange> begin_scram(const std::string& user,
                                              const std::string& end_point);
  // Who a token that was proved before stands for now: asked at each statement.
  Result<identity::Principal> authenticate_again(const std::string& token_id);
  // `--as USER`: development environments only, for the owner of the state folder; both are
  // recorded.
  Result<identity::Principal> act_as(const std::string& user);
  // A new token of a development user, shown once. `hours_valid` 0: it does not end.
  Result<Secret<std::string>> new_token(const std::string& user, int hours_valid);
  // Ends a token, named by its id or by itself, from the next statement on. kNotFound when there is
  // none, or it was ended before.
  Status revoke_token(const std::string& token);
  // A session for a principal: its default purpose when `purpose` is empty.
  govern::Session session(identity::Principal principal, const std::string& purpose,
                          const std::string& door);

  // The resources of the HTTP door as one asker may see them; JSON documents with format_version.
  // Nothing that the asker may not discover is in them; `id` unknown and hidden look the same
  // (kNotFound).
  Result<Json> products(const govern::Session& session);
  Result<Json> product(const govern::Session& session, const std::string& id /* domain/name */);
  Result<Json> contract(const govern::Session& session, const std::string& id);
  Result<Json> domains(const govern::Session& session);
  Result<Json> policies(const govern::Session& session);
  Result<Json> lineage(const govern::Session& session, const std::string& product_id);
  Result<Json> status();                    // operator: scopes, products, snapshots, last builds
  // Whether statements can be decided: state and ledger answer, and the server is not stopping.
  // Tables whose data cannot be read say so themselves, the others serve.
  Status ready();
  struct Counts {
    uint64_t tables = 0, damaged = 0;       // those with a snapshot; of them, not as published
    uint64_t failed = 0;                    // products whose last refresh failed
    govern::CopyTotals copies;
  };
  Result<Counts> counts();

  struct Parts;
  Parts& parts() { return *parts_; }        // for the other files of app only

 private:
  App();
  std::unique_ptr<Parts> parts_;
};

}  // namespace hanse::app
