// SPDX-License-Identifier: Apache-2.0
#include "app/incidents.h"
#include "base/json_text.h"
#include "server/http_api/body.h"
#include "server/http_api/http_api.h"

namespace hanse::server {
namespace {

Result<Json> document(const Result<app::IncidentView>& incident) {
  if (!incident) return fail(incident.error());
  return Json::object({{"format_version", 1}, {"incident", app::to_json(*incident)}});
}

bool asks_all(std::string_view query) {
  for (size_t at = 0; at <= query.size();) {
    const size_t end = std::min(query.find('&', at), query.size());
    if (query.substr(at, end - at) == "all=true") return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

void HttpApi::get_incidents(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  const auto all = app::incidents(app_, *session, asks_all(call.request.query));
  if (!all) return fail_with(call, all.error());
  Json list = Json::array();
  for (const app::IncidentView& incident : *all) list.push(app::to_json(incident));
  send(call, Json::object({{"format_version", 1}, {"incidents", std::move(list)}}));
}

void HttpApi::get_incident(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  send(call, document(app::incident(app_, *session, call.rest)));
}

void HttpApi::post_incident(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  const auto body = read_json_object(call.request, kReportFields);
  if (!body) return counters_.count(send_body_problem(call.writer, body.error()));
  send(call, document(app::report_incident(app_, *session, call.rest, text_at(*body, "summary"))));
}

void HttpApi::acknowledge_incident(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  send(call, document(app::acknowledge_incident(app_, *session, call.rest)));
}

void HttpApi::close_incident(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  const auto body = read_json_object(call.request, kCloseFields);
  if (!body) return counters_.count(send_body_problem(call.writer, body.error()));
  send(call, document(app::close_incident(app_, *session, call.rest, text_at(*body, "cause"))));
}

}  // namespace hanse::server
