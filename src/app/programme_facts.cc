// SPDX-License-Identifier: Apache-2.0
#include "app/programme_facts.h"

#include "app/lifecycle.h"
#include "app/mesh_facts.h"
#include "app/migration.h"
#include "app/parts.h"
#include "strategy/doctor/examine.h"
#include "strategy/document.h"
#include "strategy/programme/draft_documents.h"
#include "strategy/programme/programme_facts_of.h"

namespace hanse::app {
namespace {

using strategy::ProgrammeFacts;

void add_policy_tests(App& app, ProgrammeFacts& facts) {
  Diagnostics diagnostics;
  const auto report = test_policies(app.folder(), diagnostics);
  if (!report || diagnostics.has_errors()) return;
  strategy::ProgrammePolicyTests& tests = facts.policy_tests.emplace();
  for (const policy::TestOutcome& outcome : report->outcomes)
    (outcome.verdict == policy::TestOutcome::Verdict::kPass ? tests.passed : tests.failed) += 1;
  for (const policy::FileCoverage& file : report->coverage) {
    ++tests.files;
    tests.untested_files += file.covered == 0 ? 1 : 0;
  }
}

Status add_migration(App& app, ProgrammeFacts& facts) {
  HANSE_TRY(const Json status, migration_status(app));
  const auto all = static_cast<int64_t>(status["tables"].size());
  if (all > 0) facts.migration = {all, status["left"].as_int()};
  return {};
}

// Files with errors are no evidence of anything, nor are templates that nobody filled in.
Status add_documents(App& app, const spec::LoadedMesh& loaded, ProgrammeFacts& facts) {
  Diagnostics diagnostics;
  HANSE_TRY_STATUS(strategy::check_documents(app.folder(), *loaded.model, diagnostics));
  for (const spec::StrategyDocument& document : loaded.model->strategy) {
    const bool is_wrong = std::ranges::any_of(diagnostics.items(), [&](const Diagnostic& one) {
      return one.severity == Severity::kError && one.span.file != nullptr &&
             one.span.file->path() == document.path;
    });
    if (is_wrong) continue;
    const std::string kind(document.value["kind"].as_string());
    if (const std::string draft = strategy::draft_reason(kind, document.value); !draft.empty())
      facts.drafts[kind] = fmt::format("{} is a draft: {}", document.path, draft);
    else
      facts.documents[kind].push_back(document.path);
  }
  return {};
}

// What `hanse doctor` finds and nobody waived, by detector; those that could not run are not there.
Status add_doctor(App& app, const spec::LoadedMesh& loaded, const strategy::MeshFacts& mesh,
                  ProgrammeFacts& facts) {
  strategy::DoctorQuestion question;
  HANSE_TRY(question.settings, strategy::load_documents<strategy::DoctorSettings>(
                                   app.folder(), "Doctor", strategy::decode_doctor));
  question.model = loaded.model.get();
  question.facts = &mesh;
  question.now_us = facts.now_us;
  const strategy::DoctorResult result = strategy::examine(question);
  auto& counts = facts.doctor.emplace();
  for (const strategy::DoctorOutcome& outcome : result.outcomes) {
    if (!outcome.not_run.empty()) continue;
    size_t& count = counts[std::string(outcome.detector->id)];
    for (const strategy::DoctorJudged& judged : outcome.findings) count += judged.is_waived ? 0 : 1;
  }
  return {};
}

}  // namespace

Result<ProgrammeFacts> programme_facts(App& app, const spec::LoadedMesh& loaded) {
  HANSE_TRY(const strategy::MeshFacts mesh, mesh_facts(app, {nullptr, false}));
  ProgrammeFacts facts = strategy::programme_facts_of(mesh);
  if (facts.mesh.empty()) facts.mesh = app.parts().register_file.name;  // nothing is applied yet
  HANSE_TRY_STATUS(add_documents(app, loaded, facts));
  if (!facts.is_applied) return facts;
  add_policy_tests(app, facts);
  HANSE_TRY_STATUS(add_migration(app, facts));
  HANSE_TRY_STATUS(add_doctor(app, loaded, mesh, facts));
  return facts;
}

}  // namespace hanse::app
