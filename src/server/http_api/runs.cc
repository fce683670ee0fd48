// SPDX-License-Identifier: Apache-2.0
#include "app/external_runs.h"
#include "server/http_api/body.h"
#include "server/http_api/http_api.h"

namespace hanse::server {

// Goes on when its client has gone: what was reported is recorded.
void HttpApi::post_run(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  auto body = read_json_object(call.request, kRunFields);
  if (!body) return counters_.count(send_body_problem(call.writer, body.error()));
  body->set("product", call.rest);
  const auto report = app::run_report_from_json(*body);
  if (!report) return fail_with(call, report.error());
  send(call, app::complete_run(app_, *report, {session->principal, session->door},
                               [](const std::string&) {}));
}

void HttpApi::get_runs(Call& call) {
  const auto session = session_of(call.request, "");
  if (!session) return fail_with(call, session.error());
  send(call, app::external_runs(app_, call.rest, {session->principal, session->door}));
}

}  // namespace hanse::server
