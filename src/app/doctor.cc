// SPDX-License-Identifier: Apache-2.0
#include "app/doctor.h"

#include "app/strategy_sight.h"
#include "strategy/document.h"

namespace hanse::app {
namespace {

Status check_detector(const std::string& id) {
  if (id.empty() || strategy::doctor_detector(id) != nullptr) return {};
  std::vector<std::string_view> ids;
  for (const strategy::Detector& detector : strategy::doctor_detectors())
    ids.push_back(detector.id);
  const std::string_view near = nearest(id, ids);
  return fail(ErrorCode::kInvalidArgument, fmt::format("there is no detector `{}`", id),
              near.empty() ? "`hanse reference doctor` lists them"
                           : fmt::format("did you mean `{}`?", near));
}

}  // namespace

Result<strategy::DoctorResult> doctor(const DoctorRequest& request) {
  HANSE_TRY_STATUS(check_detector(request.only));
  HANSE_TRY(const StrategySight sight, strategy_sight({request.folder, request.environment,
                                                       request.as, true, request.now_us}));
  strategy::DoctorQuestion question;
  HANSE_TRY(question.settings, strategy::load_documents<strategy::DoctorSettings>(
                                   sight.mesh.folder, "Doctor", strategy::decode_doctor));
  question.model = sight.mesh.model.get();
  question.facts = sight.facts_or_null();
  question.no_facts = sight.no_facts;
  question.no_files = sight.no_files;
  question.now_us = request.now_us;
  question.only = request.only;
  return strategy::examine(question);
}

}  // namespace hanse::app
