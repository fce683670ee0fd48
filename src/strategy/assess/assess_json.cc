// SPDX-License-Identifier: Apache-2.0
#include "strategy/assess/assess_json.h"

#include "base/json_text.h"

namespace hanse::strategy {
namespace {

Json number_or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

Json question_json(const AssessedQuestion& each) {
  Json answers = Json::array();
  for (const AssessAnswer& answer : each.answers)
    answers.push(Json::object({{"who", answer.who},
                               {"when", answer.when},
                               {"level", answer.level},
                               {"note", answer.note}}));
  Json out = Json::object({{"id", each.question->id},
                           {"level", number_or_null(each.level)},
                           {"basis", each.level ? Json(basis_name(each.basis)) : Json()},
                           {"median", number_or_null(each.median)},
                           {"iqr", number_or_null(each.iqr)},
                           {"rwg", number_or_null(each.agreement)},
                           {"disputed", each.is_disputed()},
                           {"answers", std::move(answers)}});
  if (each.measured)
    out.set("measured", Json::object({{"id", each.measured->id},
                                      {"value", number_or_null(each.measured->value)},
                                      {"unit", each.measured->unit},
                                      {"counted", each.measured->counted},
                                      {"source", each.measured->source}}));
  return out;
}

}  // namespace

Json assess_json(const AssessResult& result) {
  Json dimensions = Json::array(), gaps = Json::array();
  for (const AssessedDimension& each : result.dimensions) {
    Json questions = Json::array();
    for (const AssessedQuestion& question : each.questions) questions.push(question_json(question));
    dimensions.push(Json::object({{"id", each.dimension->id},
                                  {"name", each.dimension->name},
                                  {"level", number_or_null(each.level)},
                                  {"start", each.dimension->start},
                                  {"known", int64_t(each.known)},
                                  {"rwg_j", number_or_null(each.agreement)},
                                  {"dcam", json_list(each.dimension->dcam)},
                                  {"dmbok", json_list(each.dimension->dmbok)},
                                  {"questions", std::move(questions)}}));
  }
  for (const AssessedDimension* each : gaps_of(result))
    gaps.push(Json::object({{"dimension", each->dimension->id},
                            {"gap", each->gap},
                            {"dependents", json_list(each->dimension->carries)},
                            {"leverage", each->leverage},
                            {"steps", json_list(each->dimension->steps)}}));
  return Json::object({{"verdict", assess_verdict_name(result.verdict)},
                       {"reasons", json_list(result.reasons)},
                       {"readiness", number_or_null(result.readiness)},
                       {"weakest", json_list(result.weakest)},
                       {"target", kAssessTarget},
                       {"people", int64_t(result.people)},
                       {"later_answers", json_list(result.later)},
                       {"gaps", std::move(gaps)},
                       {"dimensions", std::move(dimensions)}});
}

}  // namespace hanse::strategy
