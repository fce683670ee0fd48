// SPDX-License-Identifier: Apache-2.0
#include "base/json_text.h"
#include "strategy/value/answer.h"
#include "strategy/value/cash_flows.h"
#include "strategy/value/rounded.h"

namespace hanse::strategy {
namespace {

Json optional_number(const std::optional<double>& value) {
  return value ? Json(rounded(*value)) : Json();
}

Json json_of(const AlternativeValue& one) {
  return Json::object({{"id", one.id},
                       {"name", one.name},
                       {"npv", rounded(one.npv)},
                       {"p10", rounded(one.p10)},
                       {"p50", rounded(one.p50)},
                       {"p90", rounded(one.p90)},
                       {"mean", rounded(one.mean)},
                       {"loss_probability", rounded(one.loss_probability)},
                       {"beaten_by_proposal", rounded(one.beaten_by_proposal)},
                       {"internal_rates", rounded_list(one.rates)},
                       {"payback_years", optional_number(one.payback)},
                       {"discounted_payback_years", optional_number(one.discounted_payback)},
                       {"present_values", Json::object({{"costs", rounded(one.costs)},
                                                        {"cashable", rounded(one.cashable)},
                                                        {"non_cashable", rounded(one.other)},
                                                        {"risks", rounded(one.risks)}})},
                       {"npv_cashable_only", rounded(one.npv - one.other)},
                       {"flexibility", rounded(one.flexibility)},
                       {"flows", rounded_list(one.flows)},
                       {"cumulative", rounded_list(one.cumulative)}});
}

Json influences_json(const ValueModel& model, const ValueAnswer& answer) {
  Json list = Json::array();
  for (const InputInfluence& one : answer.influences)
    list.push(Json::object({{"input", model.inputs[one.input].id},
                            {"npv_at_low", rounded(one.low)},
                            {"npv_at_high", rounded(one.high)},
                            {"rank_correlation", optional_number(one.rank)},
                            {"information", rounded(one.information)}}));
  return list;
}

Json missing_json(const ValueAnswer& answer) {
  Json list = Json::array();
  for (const MissingInput& one : answer.missing)
    list.push(Json::object({{"input", one.input->id},
                            {"label", one.input->label},
                            {"needed_by", json_list(one.needed_by)}}));
  return list;
}

}  // namespace

Json value_json(const ValueModel& model, const ValueAnswer& answer) {
  Json alternatives = Json::array(), domains = Json::array(), twice = Json::array();
  for (const AlternativeValue& one : answer.alternatives) alternatives.push(json_of(one));
  for (const DomainValue& one : answer.domains)
    domains.push(Json::object({{"domain", one.domain.empty() ? Json() : Json(one.domain)},
                               {"p10", rounded(one.p10)},
                               {"p50", rounded(one.p50)},
                               {"p90", rounded(one.p90)}}));
  for (const DoubleCount& one : answer.double_counts)
    twice.push(Json::object({{"alternative", one.alternative}, {"text", one.text}}));
  Json json = Json::object({{"verdict", verdict_name(answer.verdict)},
                            {"reasons", json_list(answer.reasons)},
                            {"missing", missing_json(answer)},
                            {"missing_facts", json_list(answer.missing_facts)},
                            {"model", Json::object({{"file", model.path},
                                                    {"name", model.name},
                                                    {"currency", model.currency},
                                                    {"proposal", model.proposal},
                                                    {"horizon_years", model.horizon_years},
                                                    {"runs", model.runs},
                                                    {"seed", model.seed}})}});
  if (answer.alternatives.empty()) return json;
  json.set("discount_rate", rounded(discount_rate(model, base_numbers(model))));
  json.set("alternatives", std::move(alternatives));
  json.set("inputs", influences_json(model, answer));
  json.set("information", rounded(answer.information));
  json.set("domains", std::move(domains));
  json.set("double_counts", std::move(twice));
  return json;
}

}  // namespace hanse::strategy
