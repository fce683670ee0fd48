// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "strategy/facts/mesh_facts.h"
#include "strategy/programme/programme_facts.h"

namespace hanse::strategy {

// The programme's view of what the mesh knows of itself. Pure. Left empty is what needs files or
// another tool: policy tests, legacy tables, documents, the doctor.
ProgrammeFacts programme_facts_of(const MeshFacts& facts);

}  // namespace hanse::strategy
