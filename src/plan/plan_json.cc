// SPDX-License-Identifier: Apache-2.0
#include "base/json_text.h"
#include "catalog/records_json.h"
#include "plan/plan.h"

namespace hanse::plan {
namespace {

constexpr int64_t kFormatVersion = 1;

Json scope_json(const ScopePlan& scope) {
  Json files = Json::array();
  for (const spec::SpecificationFile& file : scope.files)
    files.push(Json::object({{"path", file.path},
                             {"digest", file.digest},
                             {"text", file.text},
                             {"document", file.document}}));
  return Json::object({{"scope", scope.scope.value},
                       {"from_revision", scope.from_revision},
                       {"digest", scope.digest},
                       {"files", std::move(files)}});
}
ScopePlan scope_from(const Json& json) {
  ScopePlan out{
      {text_at(json, "scope")}, json["from_revision"].as_int(), text_at(json, "digest"), {}};
  for (const Json& file : json["files"].items())
    out.files.push_back({text_at(file, "path"), out.scope, text_at(file, "digest"),
                         text_at(file, "text"), file["document"]});
  return out;
}

Json change_json(const Change& change) {
  Json out = Json::object({{"kind", change.kind},
                           {"address", change.address},
                           {"effect", to_string(change.effect)},
                           {"text", change.text},
                           {"affected", json_list(change.affected)},
                           {"destroys", change.destroys},
                           {"scope", change.scope.value}});
  if (change.is_transition())
    out.set("transition", Json::object({{"from", change.from}, {"to", change.to}}));
  return out;
}
Result<Change> change_from(const Json& json) {
  Change out;
  out.kind = text_at(json, "kind");
  out.address = text_at(json, "address");
  out.text = text_at(json, "text");
  out.affected = text_list(json["affected"]);
  out.destroys = json["destroys"].as_bool(true);
  out.scope = {text_at(json, "scope")};
  out.from = text_at(json["transition"], "from");
  out.to = text_at(json["transition"], "to");
  for (const Effect effect :
       {Effect::kNone, Effect::kAdditive, Effect::kCompatible, Effect::kBreaking})
    if (to_string(effect) == json["effect"].as_string()) {
      out.effect = effect;
      return out;
    }
  return fail(ErrorCode::kInvalidArgument,
              fmt::format("`{}` is no effect of a change", json["effect"].as_string()));
}

Json facts_json(const catalog::TableFacts& facts) {
  return Json::object({{"table", catalog::to_json(facts.table)},
                       {"columns", catalog::columns_to_json(facts.columns)},
                       {"reads", json_list(facts.reads)}});
}
Result<catalog::TableFacts> facts_from(const Json& json) {
  catalog::TableFacts out{catalog::address_from_json(json["table"]), {}, text_list(json["reads"])};
  for (const Json& item : json["columns"].items()) {
    const auto level = spec::classification_of(item["classification"].as_string());
    if (!level)
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("column `{}` has no known classification", text_at(item, "name")));
    catalog::ColumnFacts column{
        text_at(item, "name"), text_at(item, "type"), *level, text_list(item["tags"]), {}};
    for (const Json& origin : item["origins"].items())
      column.origins.push_back(
          {text_at(origin, "table"), text_at(origin, "column"), text_at(origin, "classification")});
    out.columns.push_back(std::move(column));
  }
  return out;
}

Json diagnostics_json(const Diagnostics& diagnostics) {
  const auto parsed = Json::parse(render_json(diagnostics));
  return parsed ? (*parsed)["diagnostics"] : Json::array();
}
// Places are gone in a saved plan: the file is kept as the object's start.
Diagnostics diagnostics_from(const Json& json) {
  Diagnostics out;
  for (const Json& item : json.items()) {
    Span span;
    if (const std::string file = text_at(item, "file"); !file.empty())
      span.file = std::make_shared<const SourceFile>(file, "");
    const bool warns = item["severity"].as_string() == "warning";
    out.add({text_at(item, "code"), warns ? Severity::kWarning : Severity::kError,
             text_at(item, "message"), std::move(span), text_at(item, "object"),
             text_list(item["notes"]), text_at(item, "help")});
  }
  return out;
}

template <typename T, typename Make>
Json list(const std::vector<T>& all, Make make) {
  Json out = Json::array();
  for (const T& item : all) out.push(make(item));
  return out;
}

}  // namespace

Json to_json(const Plan& plan) {
  Json read = Json::object();
  for (const auto& [scope, revision] : plan.read) read.set(scope.value, revision);
  Json out = Json::object({{"format_version", kFormatVersion},
                           {"environment", plan.environment},
                           {"git_commit", plan.git_commit},
                           {"created", plan.created},
                           {"empty", plan.empty()},
                           {"destroys", plan.destroys()},
                           {"read", std::move(read)}});
  out.set("changes", list(plan.changes, change_json));
  out.set("verdicts", list(plan.verdicts, [](const PolicyVerdict& verdict) {
            return Json::object({{"policy", verdict.policy},
                                 {"level", verdict.level},
                                 {"path", verdict.path},
                                 {"message", verdict.message}});
          }));
  out.set("actions", list(plan.actions, [](const BuildAction& action) {
            return Json::object({{"table", catalog::to_json(action.table)},
                                 {"reason", action.reason},
                                 {"remove", action.remove}});
          }));
  out.set("diagnostics", diagnostics_json(plan.diagnostics));
  out.set("facts", list(plan.facts, facts_json));
  out.set("scopes", list(plan.scopes, scope_json));
  return out;
}

Result<Plan> from_json(const Json& json) {
  if (json["format_version"].as_int() != kFormatVersion || !json["scopes"].is_array() ||
      !json["facts"].is_array() || !json["diagnostics"].is_array() || !json["read"].is_object())
    return fail(ErrorCode::kInvalidArgument, "this is no plan of format version 1",
                "make one with `hanse plan --out FILE`");
  Plan out;
  out.environment = text_at(json, "environment");
  out.git_commit = text_at(json, "git_commit");
  out.created = text_at(json, "created");
  for (const auto& [scope, revision] : json["read"].members())
    out.read[{scope}] = revision.as_int();
  for (const Json& item : json["changes"].items()) {
    HANSE_TRY(Change change, change_from(item));
    out.changes.push_back(std::move(change));
  }
  for (const Json& item : json["verdicts"].items())
    out.verdicts.push_back({text_at(item, "policy"), text_at(item, "level"), text_at(item, "path"),
                            text_at(item, "message")});
  for (const Json& item : json["actions"].items())
    out.actions.push_back({catalog::address_from_json(item["table"]), text_at(item, "reason"),
                           item["remove"].as_bool()});
  for (const Json& item : json["facts"].items()) {
    HANSE_TRY(auto facts, facts_from(item));
    out.facts.push_back(std::move(facts));
  }
  for (const Json& item : json["scopes"].items()) out.scopes.push_back(scope_from(item));
  out.diagnostics = diagnostics_from(json["diagnostics"]);
  return out;
}

}  // namespace hanse::plan
