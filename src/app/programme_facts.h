// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/app.h"
#include "strategy/programme/programme_facts.h"

namespace hanse::app {

// What the mesh shows of the programme that builds it, as the operator may know it: the facts of
// mesh_facts.h, the policies' own tests, the register of legacy tables and the strategy files of
// the folder, which `loaded` is. Fails when state or ledger cannot be read.
Result<strategy::ProgrammeFacts> programme_facts(App& app, const spec::LoadedMesh& loaded);

}  // namespace hanse::app
