// SPDX-License-Identifier: Apache-2.0
#include "server/http_api/http_api.h"

#include "base/embedded.h"
#include "server/http_api/problem.h"
#include "server/http_api/routes.h"

namespace hanse::server {
namespace {

std::string bearer_of(const net::Request& request) {
  const std::string_view header = request.header("authorization");
  if (header.size() > 7 && (header.starts_with("Bearer ") || header.starts_with("bearer ")))
    return std::string(header.substr(7));
  return {};
}

constexpr std::string_view kId = "{id}";

struct Match {
  const Route* route = nullptr;
  std::string rest;
};

Match match(std::string_view method, std::string_view path) {
  if (method == "HEAD") method = "GET";
  for (const Route& route : route_table()) {
    if (route.method != method) continue;
    const size_t id = route.path.find(kId);
    if (id == std::string_view::npos) {
      if (route.path == path) return {&route, ""};
      continue;
    }
    const std::string_view prefix = route.path.substr(0, id);
    const std::string_view suffix = route.path.substr(id + kId.size());
    if (path.size() <= prefix.size() + suffix.size() || !path.starts_with(prefix) ||
        !path.ends_with(suffix))
      continue;
    const std::string_view rest =
        path.substr(prefix.size(), path.size() - prefix.size() - suffix.size());
    // What follows a product follows `domain/name`: a product may be called as it is.
    const bool is_product = prefix == "/v1/products/";
    if (!suffix.empty() && (rest.find('/') != std::string_view::npos) != is_product) continue;
    return {&route, std::string(rest)};
  }
  return {};
}

std::string allowed_methods(std::string_view path) {
  std::string out;
  for (std::string_view method : {"GET", "POST", "DELETE"})
    if (match(method, path).route != nullptr)
      out += (out.empty() ? "" : ", ") + std::string(method);
  return out;
}

}  // namespace

void HttpApi::handle(const net::Request& request, net::ResponseWriter& writer) {
  const Match found = match(request.method, request.path);
  Call call{request, writer, found.rest};
  if (found.route != nullptr) return (this->*found.route->handler)(call);
  const std::string allow = allowed_methods(request.path);
  if (allow.empty())
    return fail_with(call, Error{ErrorCode::kNotFound, "there is nothing at this address",
                                 "`/openapi.json` lists what there is", -1, {}});
  (void)writer.send(405, {{"Content-Type", "application/problem+json"}, {"Allow", allow}},
                    refusal(405, "this address takes other methods: " + allow));
}

std::string HttpApi::refusal(int status, std::string_view detail) {
  counters_.count(status);
  return refusal_document(status, detail);
}

Result<govern::Session> HttpApi::session_of(const net::Request& request,
                                            const std::string& purpose) {
  return session_by(bearer_of(request), purpose);
}

Result<govern::Session> HttpApi::session_by(const std::string& bearer,
                                            const std::string& purpose) {
  if (bearer.empty())
    return fail(ErrorCode::kUnauthenticated, "sign in with a token",
                "send `Authorization: Bearer TOKEN`; `hanse token USER` makes one");
  HANSE_TRY(identity::Principal principal, app_.authenticate(Secret<std::string>(bearer)));
  return app_.session(std::move(principal), purpose, "http");
}

void HttpApi::fail_with(Call& call, const Error& error) {
  counters_.count(http_status(error.code));
  (void)send_problem(call.writer, error);
}

void HttpApi::send(Call& call, const Result<Json>& answer) {
  if (!answer) return fail_with(call, answer.error());
  counters_.count(200);
  (void)call.writer.send(200, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
                         answer->dump() + "\n");
}

void HttpApi::get_products(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  send(call, call.rest.empty() ? app_.products(*session) : app_.product(*session, call.rest));
}

void HttpApi::get_contract(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  send(call, app_.contract(*session, call.rest));
}

void HttpApi::get_domains(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  send(call, app_.domains(*session));
}

void HttpApi::get_policies(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  send(call, app_.policies(*session));
}

void HttpApi::get_lineage(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  send(call, app_.lineage(*session, call.rest));
}

void HttpApi::get_queries(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  Json list = Json::array();
  for (const govern::RunningQuery& query : app_.gate().running())
    if (query.principal == session->principal.id)
      list.push(Json::object({{"id", query.query_id}, {"sql", query.sql}, {"rows", query.rows},
                              {"startedAt", format_time(query.started_us)}}));
  send(call, Json::object({{"format_version", 1}, {"queries", std::move(list)}}));
}

void HttpApi::delete_query(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  for (const govern::RunningQuery& query : app_.gate().running())
    if (query.query_id == call.rest && query.principal == session->principal.id &&
        app_.gate().kill(call.rest))
      return send(call, Json::object({{"format_version", 1}, {"cancelled", call.rest}}));
  fail_with(call, Error{ErrorCode::kNotFound, "there is no such running query", "", -1, {}});
}

void HttpApi::get_openapi(Call& call) { send(call, openapi_document()); }

void HttpApi::get_health(Call& call) {
  counters_.count(200);
  (void)call.writer.send(200, {{"Content-Type", "text/plain"}}, "ok\n");
}

void HttpApi::get_ready(Call& call) {
  if (const Status ready = app_.ready(); !ready) return fail_with(call, ready.error());
  counters_.count(200);
  (void)call.writer.send(200, {{"Content-Type", "text/plain"}}, "ready\n");
}

}  // namespace hanse::server
