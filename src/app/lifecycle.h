// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/app.h"
#include "plan/apply.h"
#include "plan/plan.h"
#include "policy/policy_set.h"

namespace hanse::app {

// The life of a change: parse → validate → plan → apply, then refresh.

using Progress = std::function<void(const std::string&)>;

// Everything that can be said of a folder without any state: decoding, rules between files,
// policies and their guards. Fails only when the folder cannot be read.
Result<spec::LoadedMesh> validate(const std::string& folder, const EnvironmentId& environment);

// Where the state of an environment lies, without opening it.
Result<std::string> state_folder(const std::string& folder, const EnvironmentId& environment);

// Runs the policies' own tests.
Result<policy::TestReport> test_policies(const std::string& folder, Diagnostics& diagnostics);

// `loaded` must be without errors.
Result<plan::Plan> make_plan(App& app, const spec::LoadedMesh& loaded);
// Who wants a change, and by which door (cli | socket | http): both go into the ledger.
struct Caller {
  identity::Principal principal;
  std::string door;
};
Result<plan::ApplyOutcome> apply(App& app, const plan::Plan& plan, const Caller& caller,
                                 Progress progress);
// `names`: `domain/product`, `domain.table` or a product's name; empty: all. kNotFound with
// nearest. Waits for a refresh that runs; with `kJoin`, what that one built meanwhile and is
// current is not built again.
enum class Running { kWait, kJoin };
Result<plan::RefreshOutcome> refresh(App& app, const std::vector<std::string>& names,
                                     engine::CancelToken cancel, Progress progress,
                                     Running running = Running::kWait,
                                     plan::Asked asked = plan::Asked::kByName);
// The worst verdict of the newest checks of the product's present snapshots: passed | warning |
// failed | notRun; empty: they were not checked.
Result<std::string> check_verdict(App& app, const ProductId& product);

// Whether the product's snapshots are what building it now would read (plan/current.h).
Result<bool> is_current(App& app, const ProductId& product);

// Ends the builds of every apply and refresh that runs, and of those to come: the process stops.
// What was committed stays, and the next apply builds what is missing.
void cancel_changes(App& app);

}  // namespace hanse::app
