// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/app.h"
#include "strategy/facts/mesh_facts.h"

namespace hanse::app {

struct FactsQuestion {
  const govern::Session* session = nullptr;  // who asks; null: the operator, who sees everything
  bool with_git = true;                      // read the repository around the mesh's folder
  int64_t now_us = 0;  // what happened later is left out; 0: the clock's
};

// Gathers what the mesh knows of itself. The ledger is read once a segment: what a closed segment
// says is kept beside it in `<state folder>/facts/`, and counts only while the segment is the file
// that it was made from. Fails when state or ledger cannot be read; git is left out and named in
// `missing`.
Result<strategy::MeshFacts> mesh_facts(App& app, const FactsQuestion& question);

}  // namespace hanse::app
