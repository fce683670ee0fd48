// SPDX-License-Identifier: Apache-2.0
#include "govern/record.h"

#include "base/digest.h"
#include "base/json_text.h"
#include "govern/conditions.h"

namespace hanse::govern {
namespace {

constexpr size_t kSqlKeptMax =
    20'000;  // bytes; longer text stands as a digest beside its beginning

// Under `name`, or the decision whose entry has it under `name`_in.
void set_once(Json& out, std::string_view name, const Json& value, const RecordedIn& recorded) {
  const std::string written = recorded.get();
  if (written.empty())
    out.set(name, value);
  else
    out.set(fmt::format("{}_in", name), written);
}

Json table_json(const TableVerdict& verdict) {
  Json filters = Json::array(), masks = Json::array();
  for (const auto& filter : verdict.decision->filters) filters.push(describe(filter));
  for (const auto& of_column : verdict.decision->masks)
    for (const auto& mask : of_column) masks.push(describe(mask));
  Json out = Json::object({{"table", verdict.table->schema + "." + verdict.table->name},
                           {"as", verdict.principal},
                           {"discover", verdict.visibility->discover},
                           {"allow", verdict.decision->allow},
                           {"columns", json_list(verdict.decision->columns)},
                           {"filters", std::move(filters)},
                           {"masks", std::move(masks)},
                           {"warnings", to_json(verdict.decision->warnings)}});
  const Question &visibility = verdict.visibility->question, &decision = verdict.decision->question;
  set_once(out, "visibility_input", visibility.members, visibility.recorded);
  set_once(out, "decision_input", decision.members, decision.recorded);
  if (const auto& resource = visibility.resource)  // both inputs have it as their `resource`
    set_once(out, "resource", resource->document().value(), resource->recorded());
  if (!verdict.problem.empty()) out.set("problem", verdict.problem);
  return out;
}

}  // namespace

void note_recorded(const std::vector<TableVerdict>& verdicts, const std::string& decision_id) {
  for (const TableVerdict& verdict : verdicts) {
    const Question& visibility = verdict.visibility->question;
    visibility.recorded.note(decision_id);
    verdict.decision->question.recorded.note(decision_id);
    if (visibility.resource) visibility.resource->recorded().note(decision_id);
  }
}

Json to_json(const DecisionRecord& record) {
  Json tables = Json::array();
  if (record.verdicts != nullptr)
    for (const TableVerdict& verdict : *record.verdicts) tables.push(table_json(verdict));
  Json out = Json::object({{"decision_id", record.decision_id},
                           {"query_id", record.query_id},
                           {"outcome", record.outcome},
                           {"principal", record.session->principal.to_json()},
                           {"acting_for", json_list(record.session->principal.acting_for)},
                           {"purpose", record.session->purpose.str()},
                           {"door", record.session->door},
                           {"sql", record.sql.substr(0, kSqlKeptMax)},
                           {"sql_digest", digest_hex(record.sql)}});
  if (record.repeats.empty())
    out.set("tables", std::move(tables));
  else
    out.set("repeats", record.repeats);
  if (!record.parameters->empty()) {
    Json values = Json::array();
    for (const Json& value : *record.parameters) values.push(value);
    const std::string text = values.dump();
    if (text.size() <= kSqlKeptMax) out.set("parameters", values);
    out.set("parameters_digest", digest_hex(text));
  }
  out.set("snapshots", json_list(record.snapshot_ids));
  if (record.catalog != nullptr) {
    const policy::PolicySet* policies = record.catalog->policies();
    out.set("policy_revision", policies ? policies->revision() : "");
    Json scopes = Json::object();
    for (const auto& scope : record.catalog->scopes())
      scopes.set(scope.scope.is_mesh() ? "mesh" : scope.scope.value, scope.revision);
    out.set("revisions", std::move(scopes));
  }
  if (record.error != nullptr)
    out.set("error", Json::object({{"code", to_string(record.error->code)},
                                   {"message", record.error->message}}));
  return out;
}

}  // namespace hanse::govern
