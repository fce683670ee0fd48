// SPDX-License-Identifier: Apache-2.0
#include "plan/plan.h"

namespace hanse::plan {
namespace {

constexpr int64_t kFormatVersion = 1;

Json texts(const std::vector<std::string>& all) {
  Json out = Json::array();
  for (const std::string& text : all) out.push(text);
  return out;
}
std::vector<std::string> texts(const Json& json) {
  std::vector<std::string> out;
  for (const Json& item : json.items()) out.emplace_back(item.as_string());
  return out;
}
std::string text(const Json& json, std::string_view key) {
  return std::string(json[key].as_string());
}

Json address_json(const catalog::TableAddress& address) {
  return Json::object({{"domain", address.product.domain.str()},
                       {"product", address.product.name},
                       {"table", address.table},
                       {"major", address.major}});
}
catalog::TableAddress address_from(const Json& json) {
  return {{DomainId(text(json, "domain")), text(json, "product")},
          text(json, "table"),
          static_cast<int>(json["major"].as_int())};
}

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
  ScopePlan out{{text(json, "scope")}, json["from_revision"].as_int(), text(json, "digest"), {}};
  for (const Json& file : json["files"].items())
    out.files.push_back({text(file, "path"), out.scope, text(file, "digest"), text(file, "text"),
                         file["document"]});
  return out;
}

Json change_json(const Change& change) {
  return Json::object({{"kind", change.kind},
                       {"address", change.address},
                       {"effect", to_string(change.effect)},
                       {"text", change.text},
                       {"affected", texts(change.affected)},
                       {"destroys", change.destroys},
                       {"scope", change.scope.value}});
}
Result<Change> change_from(const Json& json) {
  Change out;
  out.kind = text(json, "kind");
  out.address = text(json, "address");
  out.text = text(json, "text");
  out.affected = texts(json["affected"]);
  out.destroys = json["destroys"].as_bool(true);
  out.scope = {text(json, "scope")};
  for (const Effect effect : {Effect::kNone, Effect::kAdditive, Effect::kCompatible,
                              Effect::kBreaking})
    if (to_string(effect) == json["effect"].as_string()) {
      out.effect = effect;
      return out;
    }
  return fail(ErrorCode::kInvalidArgument,
              fmt::format("`{}` is no effect of a change", json["effect"].as_string()));
}

Json facts_json(const catalog::TableFacts& facts) {
  Json columns = Json::array();
  for (const catalog::ColumnFacts& column : facts.columns) {
    Json origins = Json::array();
    for (const catalog::ColumnOrigin& origin : column.origins)
      origins.push(Json::object({{"table", origin.table},
                                 {"column", origin.column},
                                 {"classification", origin.classification}}));
    columns.push(Json::object({{"name", column.name},
                               {"type", column.type},
                               {"classification", spec::to_string(column.classification)},
                               {"tags", texts(column.tags)},
                               {"origins", std::move(origins)}}));
  }
  return Json::object({{"table", address_json(facts.table)},
                       {"columns", std::move(columns)},
                       {"reads", texts(facts.reads)}});
}
Result<catalog::TableFacts> facts_from(const Json& json) {
  catalog::TableFacts out{address_from(json["table"]), {}, texts(json["reads"])};
  for (const Json& item : json["columns"].items()) {
    const auto level = spec::classification_of(item["classification"].as_string());
    if (!level)
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("column `{}` has no known classification", text(item, "name")));
    catalog::ColumnFacts column{text(item, "name"), text(item, "type"), *level,
                                texts(item["tags"]), {}};
    for (const Json& origin : item["origins"].items())
      column.origins.push_back(
          {text(origin, "table"), text(origin, "column"), text(origin, "classification")});
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
    if (const std::string file = text(item, "file"); !file.empty())
      span.file = std::make_shared<const SourceFile>(file, "");
    const bool warns = item["severity"].as_string() == "warning";
    out.add({text(item, "code"), warns ? Severity::kWarning : Severity::kError,
             text(item, "message"), std::move(span), text(item, "object"), texts(item["notes"]),
             text(item, "help")});
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
            return Json::object({{"table", address_json(action.table)},
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
  out.environment = text(json, "environment");
  out.git_commit = text(json, "git_commit");
  out.created = text(json, "created");
  for (const auto& [scope, revision] : json["read"].members())
    out.read[{scope}] = revision.as_int();
  for (const Json& item : json["changes"].items()) {
    HANSE_TRY(Change change, change_from(item));
    out.changes.push_back(std::move(change));
  }
  for (const Json& item : json["verdicts"].items())
    out.verdicts.push_back(
        {text(item, "policy"), text(item, "level"), text(item, "path"), text(item, "message")});
  for (const Json& item : json["actions"].items())
    out.actions.push_back(
        {address_from(item["table"]), text(item, "reason"), item["remove"].as_bool()});
  for (const Json& item : json["facts"].items()) {
    HANSE_TRY(auto facts, facts_from(item));
    out.facts.push_back(std::move(facts));
  }
  for (const Json& item : json["scopes"].items()) out.scopes.push_back(scope_from(item));
  out.diagnostics = diagnostics_from(json["diagnostics"]);
  return out;
}

}  // namespace hanse::plan
