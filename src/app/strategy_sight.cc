// SPDX-License-Identifier: Apache-2.0
#include "app/strategy_sight.h"

#include "app/app.h"
#include "app/lifecycle.h"
#include "app/mesh_facts.h"
#include "base/files.h"

namespace hanse::app {
namespace {

Result<strategy::MeshFacts> facts_of(const SightRequest& request) {
  HANSE_TRY(auto app, App::open({request.folder, request.environment}));
  FactsQuestion question;
  question.with_git = request.with_git;
  question.now_us = request.now_us;
  if (request.as.empty()) return mesh_facts(*app, question);
  HANSE_TRY(auto principal, app->act_as(request.as));
  const govern::Session session = app->session(std::move(principal), "", "cli");
  question.session = &session;
  return mesh_facts(*app, question);
}

}  // namespace

Result<StrategySight> strategy_sight(const SightRequest& request) {
  StrategySight sight;
  HANSE_TRY(const std::string state, state_folder(request.folder, request.environment));
  HANSE_TRY(sight.mesh, spec::load_mesh(request.folder, {request.environment}));
  if (!request.as.empty())
    sight.no_files = "files tell of every product: they are the operator's, run it without `--as`";
  // Opening would make a state: what only looks leaves none behind.
  if (is_regular_file(join_path(state, "state.sqlite"))) {
    HANSE_TRY(sight.facts, facts_of(request));
  } else {
    sight.no_facts = "nothing was applied here: `hanse apply` makes the state that they need";
  }
  return sight;
}

}  // namespace hanse::app
