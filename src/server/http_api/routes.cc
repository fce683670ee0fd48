// SPDX-License-Identifier: Apache-2.0
#include "server/http_api/routes.h"

namespace hanse::server {
namespace {

constexpr Route kRoutes[] = {
    {"POST", "/v1/query", "query", "Run one SELECT through the gate", &HttpApi::post_query},
    {"POST", "/v1/apply", "apply", "Apply a plan, as far as policy lets the asker change it",
     &HttpApi::post_apply},
    {"GET", "/v1/queries", "listQueries", "The asker's running queries", &HttpApi::get_queries},
    {"DELETE", "/v1/queries/{id}", "cancelQuery", "Cancel a running query of the asker",
     &HttpApi::delete_query},
    {"GET", "/v1/products", "listProducts", "Data products that the asker may find",
     &HttpApi::get_products},
    {"GET", "/v1/products/{id}/status", "getProductStatus",
     "How one data product keeps its contract, by domain/name", &HttpApi::get_product_status},
    {"POST", "/v1/products/{id}/checks", "checkProduct",
     "Run the checks of one data product, as far as policy lets the asker change it",
     &HttpApi::post_checks},
    {"POST", "/v1/products/{id}/runs", "completeRun",
     "Report a run of the tool that fills the product's tables", &HttpApi::post_run},
    {"GET", "/v1/products/{id}/runs", "listRuns",
     "Reported runs of the tool that fills the product's tables", &HttpApi::get_runs},
    {"GET", "/v1/products/{id}", "getProduct", "One data product, by domain/name",
     &HttpApi::get_products},
    {"GET", "/v1/contracts/{id}", "getContract", "One data contract", &HttpApi::get_contract},
    {"GET", "/v1/domains", "listDomains", "Domains with products that the asker may find",
     &HttpApi::get_domains},
    {"GET", "/v1/policies", "listPolicies", "Policies that concern the asker",
     &HttpApi::get_policies},
    {"GET", "/v1/lineage/{id}", "getLineage", "Column lineage of one product, by domain/name",
     &HttpApi::get_lineage},
    {"POST", "/v1/products/{id}/incidents", "reportIncident",
     "Report a problem of a product that the asker may find", &HttpApi::post_incident},
    {"GET", "/v1/incidents", "listIncidents",
     "Open incidents of products that the asker may find; with `?all=true` repaired ones too",
     &HttpApi::get_incidents},
    {"POST", "/v1/incidents/{id}/acknowledge", "acknowledgeIncident",
     "Somebody of the owner's is at it", &HttpApi::acknowledge_incident},
    {"POST", "/v1/incidents/{id}/close", "closeIncident", "It is repaired, and this was the cause",
     &HttpApi::close_incident},
    {"GET", "/v1/incidents/{id}", "getIncident", "One incident", &HttpApi::get_incident},
    {"GET", "/openapi.json", "getOpenapi", "This document", &HttpApi::get_openapi, false},
    {"GET", "/healthz", "getHealth", "The process runs", &HttpApi::get_health, false},
    {"GET", "/readyz", "getReady", "The process can decide", &HttpApi::get_ready, false},
    {"GET", "/", "getPage", "The catalog as a page for people", &HttpApi::get_page, false},
    {"POST", "/session", "signIn", "Sign in to the page with a token", &HttpApi::post_session,
     false},
};

Json schema_ref(std::string_view name) {
  return Json::object({{"$ref", fmt::format("#/components/schemas/{}", name)}});
}

Json content(std::string_view type, Json schema) {
  return Json::object({{std::string(type), Json::object({{"schema", std::move(schema)}})}});
}

// A body of one text, which must be there.
Json one_text_schema(std::string_view field) {
  return Json::object(
      {{"type", "object"},
       {"required", Json::array({field})},
       {"additionalProperties", false},
       {"properties",
        Json::object({{std::string(field), Json::object({{"type", "string"},
                                                         {"maxLength", 500}})}})}});
}

Json responses(const Route& route) {
  const bool page = route.path == "/" || route.path == "/session";
  const bool probe = route.path == "/healthz" || route.path == "/readyz";
  Json good = Json::object({{"description", "done"}});
  if (route.operation == "query") {
    Json kinds = content("application/json", schema_ref("QueryResult"));
    kinds.set("application/x-ndjson",
              Json::object({{"schema", Json::object({{"type", "string"}})}}));
    kinds.set("text/csv", Json::object({{"schema", Json::object({{"type", "string"}})}}));
    good.set("content", std::move(kinds));
  } else if (route.operation == "apply") {
    good.set("content", content("application/x-ndjson", schema_ref("ApplyLine")));
  } else if (page) {
    good.set("content", content("text/html", Json::object({{"type", "string"}})));
  } else if (probe) {
    good.set("content", content("text/plain", Json::object({{"type", "string"}})));
  } else {
    good.set("content", content("application/json", Json::object({{"type", "object"}})));
  }
  Json out = Json::object({{route.path == "/session" ? "303" : "200", std::move(good)}});
  out.set("default",
          Json::object({{"description", "a problem document (RFC 9457)"},
                        {"content", content("application/problem+json", schema_ref("Problem"))}}));
  return out;
}

Json operation_of(const Route& route) {
  Json out = Json::object({{"operationId", route.operation},
                           {"summary", route.summary},
                           {"responses", responses(route)}});
  if (route.path.find("{id}") != std::string_view::npos)
    out.set("parameters",
            Json::array({Json::object({{"name", "id"},
                                       {"in", "path"},
                                       {"required", true},
                                       {"schema", Json::object({{"type", "string"}})}})}));
  if (route.operation == "query")
    out.set("requestBody",
            Json::object({{"required", true},
                          {"content", content("application/json", schema_ref("Query"))}}));
  if (route.operation == "apply")
    out.set("requestBody",
            Json::object({{"required", true},
                          {"content", content("application/json", schema_ref("Apply"))}}));
  if (route.operation == "completeRun")
    out.set("requestBody",
            Json::object({{"required", true},
                          {"content", content("application/json", schema_ref("Run"))}}));
  for (const auto& [operation, field] : {std::pair{"reportIncident", "summary"},
                                         std::pair{"closeIncident", "cause"}})
    if (route.operation == operation)
      out.set("requestBody", Json::object({{"required", true},
                                           {"content", content("application/json",
                                                               one_text_schema(field))}}));
  if (route.operation == "signIn")
    out.set("requestBody",
            Json::object({{"required", true},
                          {"content", content("application/x-www-form-urlencoded",
                                              Json::object({{"type", "object"}}))}}));
  out.set("security", route.signed_in ? Json::array({Json::object({{"token", Json::array()}})})
                                      : Json::array());
  return out;
}

Json string_schema(std::string_view description) {
  return Json::object({{"type", "string"}, {"description", description}});
}

Json apply_schema() {
  return Json::object(
      {{"type", "object"},
       {"required", Json::array({"plan"})},
       {"additionalProperties", false},
       {"properties",
        Json::object({{"plan", Json::object({{"type", "object"},
                                             {"description",
                                              "what `hanse plan --out` saves"}})}})}});
}

Json apply_line_schema() {
  const Json object = Json::object({{"type", "object"}});
  return Json::object(
      {{"type", "object"},
       {"description", "one a line; the last one has `outcome` or `error`"},
       {"properties", Json::object({{"progress", string_schema("what was done by now")},
                                    {"outcome", object},
                                    {"error", schema_ref("Problem")}})}});
}

Json run_schema() {
  return Json::object(
      {{"type", "object"},
       {"additionalProperties", false},
       {"properties",
        Json::object(
            {{"id", string_schema("the tool's own: a run that is reported again is one run")},
             {"status", Json::object({{"enum", Json::array({"succeeded", "failed"})},
                                      {"default", "succeeded"}})},
             {"tool", string_schema("default: as the product states it")},
             {"message", string_schema("what the tool says")},
             {"startedAt", string_schema("an instant in UTC")},
             {"finishedAt", string_schema("an instant in UTC; default: now")},
             {"details", Json::object({{"type", "object"}})}})}});
}

Json schemas() {
  const Json list = Json::object({{"type", "array"}, {"items", Json::object()}});
  Json query =
      Json::object({{"type", "object"},
                    {"required", Json::array({"sql"})},
                    {"additionalProperties", false},
                    {"properties",
                     Json::object({{"sql", string_schema("one SELECT, or EXPLAIN POLICY SELECT …")},
                                   {"purpose", string_schema("what for; default: the asker's own")},
                                   {"parameters", list},
                                   {"memory_bytes",
                                    Json::object({{"type", "integer"}, {"minimum", 1}})}})}});
  Json result = Json::object(
      {{"type", "object"},
       {"required", Json::array({"format_version", "columns", "rows", "decision_id", "row_count"})},
       {"properties",
        Json::object({{"format_version", Json::object({{"const", 1}})},
                      {"columns", list},
                      {"decision_id", string_schema("the ledger's entry behind this answer")},
                      {"sources", list},
                      {"rows", list},
                      {"row_count", Json::object({{"type", "integer"}})}})}});
  Json problem = Json::object(
      {{"type", "object"},
       {"required", Json::array({"type", "title", "status", "code"})},
       {"properties",
        Json::object({{"type", string_schema("a URI reference")},
                      {"title", string_schema("what went wrong")},
                      {"status", Json::object({{"type", "integer"}})},
                      {"code", string_schema("stable word for the kind of error")},
                      {"help", string_schema("what to do")},
                      {"position", Json::object({{"type", "integer"}})},
                      {"decision_id", string_schema("the ledger's entry of a denial")}})}});
  return Json::object({{"Query", std::move(query)},
                       {"QueryResult", std::move(result)},
                       {"Apply", apply_schema()},
                       {"ApplyLine", apply_line_schema()},
                       {"Run", run_schema()},
                       {"Problem", std::move(problem)}});
}

}  // namespace

std::span<const Route> route_table() { return kRoutes; }

Json openapi_document() {
  Json paths = Json::object();
  for (const Route& route : kRoutes) {
    std::string method(route.method);
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    if (paths.find(route.path) == nullptr) paths.set(route.path, Json::object());
    paths.find(route.path)->set(method, operation_of(route));
  }
  return Json::object(
      {{"openapi", "3.1.0"},
       {"info",
        Json::object({{"title", "Hanse"},
                      {"version", "0.1.0"},
                      {"description",
                       "The HTTP door of a data mesh: governed queries and what one may find."}})},
       {"paths", std::move(paths)},
       {"components",
        Json::object({{"schemas", schemas()},
                      {"securitySchemes",
                       Json::object({{"token", Json::object({{"type", "http"},
                                                             {"scheme", "bearer"}})}})}})}});
}

}  // namespace hanse::server
