// SPDX-License-Identifier: Apache-2.0
#include "base/json_text.h"
#include "plan/apply.h"

namespace hanse::plan {
namespace {

constexpr int64_t kFormatVersion = 1;
constexpr std::string_view kMesh = "mesh";  // no domain's id: "mesh" names the mesh's own scope

ProductId product_at(const Json& json) {
  const std::string text = text_at(json, "product");
  const size_t slash = text.find('/');
  if (slash == std::string::npos) return {};
  return {DomainId(text.substr(0, slash)), text.substr(slash + 1)};
}

// What is found in data has no place in a file: its notes name the source.
Json finding_json(const Diagnostic& item) {
  return Json::object({{"code", item.code},
                       {"severity", item.severity == Severity::kWarning ? "warning" : "error"},
                       {"message", item.message},
                       {"object", item.object},
                       {"notes", json_list(item.notes)},
                       {"help", item.help}});
}
Diagnostic finding_from(const Json& json) {
  const bool warns = json["severity"].as_string() == "warning";
  return {text_at(json, "code"), warns ? Severity::kWarning : Severity::kError,
          text_at(json, "message"), {}, text_at(json, "object"), text_list(json["notes"]),
          text_at(json, "help")};
}

}  // namespace

Diagnostics findings_from_json(const Json& list) {
  Diagnostics out;
  for (const Json& finding : list.items()) out.add(finding_from(finding));
  return out;
}

Json to_json(const ApplyOutcome& outcome) {
  Json scopes = Json::array(), builds = Json::array();
  for (const auto& scope : outcome.scopes)
    scopes.push(Json::object({{"scope", scope.scope.is_mesh() ? kMesh : scope.scope.value},
                              {"revision", scope.revision}}));
  for (const auto& build : outcome.builds)
    builds.push(Json::object({{"product", build.product.str()},
                              {"succeeded", build.succeeded},
                              {"message", build.message}}));
  return Json::object({{"format_version", kFormatVersion},
                       {"scopes", std::move(scopes)},
                       {"builds", std::move(builds)}});
}

ApplyOutcome apply_outcome_from_json(const Json& json) {
  ApplyOutcome out;
  for (const Json& item : json["scopes"].items()) {
    const std::string scope = text_at(item, "scope");
    out.scopes.push_back({{scope == kMesh ? "" : scope}, item["revision"].as_int(), "", "", "", 0});
  }
  for (const Json& item : json["builds"].items())
    out.builds.push_back({product_at(item), 0, 0, item["succeeded"].as_bool(),
                          text_at(item, "message")});
  return out;
}

Json to_json(const RefreshOutcome& outcome) {
  Json products = Json::array();
  for (const RefreshOutcome::Product& product : outcome.products) {
    Json findings = Json::array();
    for (const Diagnostic& item : product.findings.items()) findings.push(finding_json(item));
    products.push(Json::object({{"product", product.product.str()},
                                {"succeeded", product.succeeded},
                                {"rows", product.rows},
                                {"quarantined", product.quarantined},
                                {"message", product.message},
                                {"findings", std::move(findings)}}));
  }
  return Json::object({{"format_version", kFormatVersion}, {"products", std::move(products)}});
}

RefreshOutcome refresh_outcome_from_json(const Json& json) {
  RefreshOutcome out;
  for (const Json& item : json["products"].items()) {
    RefreshOutcome::Product product;
    product.product = product_at(item);
    product.succeeded = item["succeeded"].as_bool();
    product.rows = item["rows"].as_int();
    product.quarantined = item["quarantined"].as_int();
    product.message = text_at(item, "message");
    product.findings = findings_from_json(item["findings"]);
    out.products.push_back(std::move(product));
  }
  return out;
}

}  // namespace hanse::plan
