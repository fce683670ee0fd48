// SPDX-License-Identifier: Apache-2.0
#include "app/assess.h"

#include "app/strategy_sight.h"
#include "base/files.h"
#include "spec/mesh_folder.h"
#include "strategy/document.h"

namespace hanse::app {
namespace {

constexpr const char* kSheet = "strategy/assessment.yaml";

}  // namespace

Result<strategy::AssessResult> assess(const AssessRequest& request) {
  HANSE_TRY(const StrategySight sight,
            strategy_sight({request.folder, request.environment, request.as, false,
                            request.now_us}));
  strategy::AssessQuestionnaire questionnaire;
  questionnaire.mesh = sight.mesh.model->mesh.id;
  questionnaire.now_us = request.now_us;
  const auto decode = [&](spec::Decoder& decoder, const spec::Node& root,
                          strategy::AssessSheet& sheet) {
    strategy::decode_assessment(decoder, root, sheet);
    strategy::check_other_sheets(decoder, sheet, *sight.mesh.model);
  };
  HANSE_TRY(questionnaire.sheets, strategy::load_documents<strategy::AssessSheet>(
                                      sight.mesh.folder, "Assessment", decode));
  HANSE_TRY(questionnaire.kept, strategy::load_documents<strategy::KeptAssessment>(
                                    sight.mesh.folder, "AssessmentResult", strategy::decode_kept));
  questionnaire.measures =
      strategy::assess_measures(
          strategy::MeshIndex(*sight.mesh.model, request.now_us),
          {sight.facts_or_null(), sight.no_facts, sight.no_files, request.now_us});
  return strategy::evaluate_assessment(questionnaire);
}

Result<std::string> write_assessment_sheet(const std::string& folder) {
  HANSE_TRY(const std::string root, resolve_path(folder));
  if (!is_regular_file(join_path(root, "mesh.yaml")))
    return fail(ErrorCode::kNotFound, fmt::format("`{}` has no mesh.yaml", folder),
                "name the mesh folder with --mesh, or make one with `hanse init DIR`");
  if (is_regular_file(join_path(root, kSheet)))
    return fail(ErrorCode::kAlreadyExists, fmt::format("`{}` is there already", kSheet),
                "answer it; to begin anew remove it first: what was kept stays");
  HANSE_TRY_STATUS(spec::write_mesh_file(root, kSheet, strategy::assessment_sheet()));
  return std::string(kSheet);
}

Result<std::string> keep_assessment(const std::string& folder,
                                    const strategy::AssessResult& result) {
  HANSE_TRY(const std::string root, resolve_path(folder));
  const strategy::KeptAssessment kept = strategy::to_keep(result);
  const std::string path = fmt::format("strategy/assessments/{}.yaml", kept.date);
  if (path_exists(join_path(root, path)))
    return fail(ErrorCode::kAlreadyExists, fmt::format("{} is there already", path),
                "an assessment is kept as it was made: one a day");
  HANSE_TRY_STATUS(spec::write_mesh_file(root, path, strategy::kept_yaml(kept)));
  return path;
}

}  // namespace hanse::app
